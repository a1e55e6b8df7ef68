package npusim.cli;

import picocli.CommandLine.IVersionProvider;

/** Name and version as {@code --version} and every manifest say them. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {name(), "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")"};
    }

    /** Name and version of this program. */
    static String name() {
        return "npusim " + program();
    }

    /** Version of this program; {@code development} when it does not run from its jar. */
    static String program() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

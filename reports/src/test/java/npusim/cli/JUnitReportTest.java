package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class JUnitReportTest {
    @TempDir
    private Path folder;

    @Test
    void aBuildServerReadsWhichVectorsFailedAndWhy() throws Exception {
        CommandRun.of(
                "workload",
                "conv1x1_c128",
                "-o",
                folder.resolve("net.tosa").toString(),
                "--input-dir",
                folder.toString());
        CommandRun.of(
                "exec",
                folder.resolve("net.tosa").toString(),
                "--input",
                "input=" + folder.resolve("input.npy"),
                "--output-dir",
                folder.toString());
        Path set = Files.createDirectories(folder.resolve("set"));
        Path vector = Files.createDirectories(set.resolve("conv/first"));
        for (String file : new String[] {"net.tosa", "input.npy", "conv1.npy"}) {
            Files.move(folder.resolve(file), vector.resolve(file));
        }
        Files.writeString(set.resolve("MANIFEST.csv"), """
                test,op,polarity,tosa_file,inputs,expected
                conv/first,CONV2D,positive,net.tosa,input=input.npy,conv1=conv1.npy
                conv/first,"<a & ""b"">\u0001",positive,net.tosa,input=input.npy,conv1=input.npy
                """);
        Path xml = folder.resolve("junit.xml");

        CommandRun run = CommandRun.of("conformance", set.toString(), "--junit", xml.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml.toFile())
                .getDocumentElement();
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        Element passed = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(passed.getAttribute("name")).isEqualTo("conv/first");
        assertThat(passed.getChildNodes().getLength()).isZero();
        Element failed = (Element) suite.getElementsByTagName("testcase").item(1);
        assertThat(failed.getAttribute("classname")).isEqualTo("<a & \"b\">?");
        assertThat(((Element) failed.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .startsWith("output 'conv1' element ")
                .contains(", expected is ");
    }
}

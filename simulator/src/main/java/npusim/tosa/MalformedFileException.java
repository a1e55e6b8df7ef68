package npusim.tosa;

/** Inside the reader: the file is not a well-formed flatbuffer. {@link TosaReader} turns it into a problem. */
final class MalformedFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedFileException(String message) {
        super(message);
    }
}

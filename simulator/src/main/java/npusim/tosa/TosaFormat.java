package npusim.tosa;

import java.nio.charset.StandardCharsets;

/** Slots of the tables of a TOSA 1.0 flatbuffer, by table; slots of attribute tables are with their operators. */
final class TosaFormat {
    static final byte[] IDENTIFIER = "TOSA".getBytes(StandardCharsets.US_ASCII);
    static final int IDENTIFIER_OFFSET = 4;
    static final int MAJOR = 1;
    static final int MINOR = 0;

    private TosaFormat() {}

    /** Table TosaGraph. */
    static final class GraphSlot {
        static final int VERSION = 0;
        static final int REGIONS = 1;
        static final int COUNT = 2;

        private GraphSlot() {}
    }

    /** Table Version; an absent draft flag means true. */
    static final class VersionSlot {
        static final int MAJOR = 0;
        static final int MINOR = 1;
        static final int PATCH = 2;
        static final int DRAFT = 3;
        static final int COUNT = 4;

        private VersionSlot() {}
    }

    /** Table TosaRegion. */
    static final class RegionSlot {
        static final int NAME = 0;
        static final int BLOCKS = 1;
        static final int COUNT = 2;

        private RegionSlot() {}
    }

    /** Table TosaBasicBlock. */
    static final class BlockSlot {
        static final int NAME = 0;
        static final int OPERATORS = 1;
        static final int TENSORS = 2;
        static final int INPUTS = 3;
        static final int OUTPUTS = 4;
        static final int SHAPES = 5;
        static final int COUNT = 6;

        private BlockSlot() {}
    }

    /** Table TosaOperator; the attribute union takes two slots. */
    static final class OperatorSlot {
        static final int OP = 0;
        static final int ATTRIBUTE_TYPE = 1;
        static final int ATTRIBUTE = 2;
        static final int INPUTS = 3;
        static final int OUTPUTS = 4;
        static final int LOCATION = 5;
        static final int COUNT = 6;

        private OperatorSlot() {}
    }

    /** Table TosaTensor. */
    static final class TensorSlot {
        static final int NAME = 0;
        static final int SHAPE = 1;
        static final int TYPE = 2;
        static final int DATA = 3;
        static final int VARIABLE = 4;
        static final int IS_UNRANKED = 5;
        static final int VARIABLE_NAME = 6;
        static final int OFFSET = 7;
        static final int SIZE = 8;
        static final int COUNT = 9;

        private TensorSlot() {}
    }

    /** Table TosaShape. */
    static final class ShapeSlot {
        static final int NAME = 0;
        static final int RANK = 1;
        static final int DATA = 2;
        static final int COUNT = 3;

        private ShapeSlot() {}
    }
}

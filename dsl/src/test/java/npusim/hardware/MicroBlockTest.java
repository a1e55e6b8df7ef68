package npusim.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class MicroBlockTest {
    private static final Shape SHAPE = new Shape(2, 2, 12);

    @Test
    void theFirstUnitThatIsDeepEnoughHolds() {
        IfmAllocationUnit shallow = new IfmAllocationUnit(128, 2, 2, 1);
        IfmAllocationUnit deep = new IfmAllocationUnit(512, 1, 1, 4);
        MicroBlock block = new MicroBlock(SHAPE, Lists.immutable.empty(), Lists.immutable.of(shallow, deep));
        assertThat(block.ifmAllocationUnit(128)).isEqualTo(shallow);
        assertThat(block.ifmAllocationUnit(129)).isEqualTo(deep);
    }

    @Test
    void whereNoUnitIsDeepEnoughSingleBricksAreAllocated() {
        MicroBlock block = new MicroBlock(SHAPE, Lists.immutable.empty(), Lists.immutable.empty());
        IfmAllocationUnit unit = block.ifmAllocationUnit(1 << 20);
        assertThat(unit.height()).isOne();
        assertThat(unit.width()).isOne();
        assertThat(unit.depthBricks()).isOne();
    }
}

using FsCheck.Fluent;
using SpikeSharp.Data.Sampling;

namespace SpikeSharp.Data.Tests.Sampling;

public sealed class EpochOrderTests
{
    [Fact]
    public void Every_epoch_is_a_permutation_and_not_the_last_one() => Property.Holds(Gen.Choose(0, 300).Zip(Gen.Choose(0, 50)), given =>
        {
            var (count, epoch) = given;
            var order = EpochOrder.Shuffle(count, 9, epoch);
            Assert.Equal(Enumerable.Range(0, count), order.Order());
            Assert.Equal(order, EpochOrder.Shuffle(count, 9, epoch));
            if (count > 20)
                Assert.NotEqual(order, EpochOrder.Shuffle(count, 9, epoch + 1));
        });

    [Fact]
    public void Shuffles_put_every_image_everywhere_equally_often()
    {
        var counts = new int[5, 5];
        for (var epoch = 0; epoch < 5000; epoch++)
        {
            var order = EpochOrder.Shuffle(5, 1, epoch);
            for (var place = 0; place < 5; place++)
                counts[place, order[place]]++;
        }
        foreach (var count in counts)
            Assert.InRange(count, 880, 1120);
    }
}

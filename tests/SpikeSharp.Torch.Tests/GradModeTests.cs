namespace SpikeSharp.Torch.Tests;

public sealed class GradModeTests
{
    [Fact]
    public void Modes_nest_and_return_to_the_one_before()
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([1]);
        x.RequiresGrad = true;
        bool Recorded() => (x * 2.0).RequiresGrad;
        Assert.True(Recorded());
        using (GradMode.Off())
        {
            Assert.False(Recorded());
            using (GradMode.On())
            {
                Assert.True(Recorded());
                using (GradMode.Off())
                    Assert.False(Recorded());
                Assert.True(Recorded());
            }
            Assert.False(Recorded());
        }
        Assert.True(Recorded());
    }

    [Fact]
    public void An_exception_restores_the_mode()
    {
        using var scope = new TensorScope();
        var x = Tensor.Ones([1]);
        x.RequiresGrad = true;
        Assert.Throws<TorchException>(Fail);
        Assert.True((x * 2.0).RequiresGrad);

        void Fail()
        {
            using var off = GradMode.Off();
            x.Reshape(7);
        }
    }

    [Fact]
    public void A_mode_belongs_to_its_thread()
    {
        using var off = GradMode.Off();
        var recorded = false;
        var thread = new Thread(() =>
        {
            using var scope = new TensorScope();
            var x = Tensor.Ones([1]);
            x.RequiresGrad = true;
            recorded = (x * 2.0).RequiresGrad;
        });
        thread.Start();
        thread.Join();
        Assert.True(recorded);
    }
}

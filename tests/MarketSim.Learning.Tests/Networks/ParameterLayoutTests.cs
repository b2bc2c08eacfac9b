using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Tests.Networks;

public sealed class ParameterLayoutTests
{
    [Fact]
    public void Blocks_follow_one_another_and_fixed_ones_come_last()
    {
        var layout = new ParameterLayout();
        ParameterBlock weight = layout.AddTrainable("weight", 3, 4);
        ParameterBlock bias = layout.AddTrainable("bias", 4);
        ParameterBlock mean = layout.AddFixed("mean", 3);

        Assert.Equal((0, 12, 16), (weight.Offset, bias.Offset, mean.Offset));
        Assert.Equal((16, 19), (layout.TrainableSize, layout.Size));
        Assert.Same(bias, layout["bias"]);
        float[] parameters = new float[layout.Size];
        mean.Of(parameters).Fill(7);
        Assert.Equal([7f, 7f, 7f], parameters[16..]);
    }

    [Fact]
    public void Trained_block_after_a_fixed_one_is_refused()
    {
        var layout = new ParameterLayout();
        layout.AddFixed("mean", 3);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => layout.AddTrainable("late", 1));

        Assert.Contains("late", exception.Message, StringComparison.Ordinal);
        Assert.Contains("mean", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_block_of_a_name_is_refused()
    {
        var layout = new ParameterLayout();
        layout.AddTrainable("weight", 3);

        Assert.Equal("name", Assert.Throws<ArgumentException>(() => layout.AddTrainable("weight", 3)).ParamName);
    }

    [Fact]
    public void Unknown_name_is_answered_with_the_known_ones()
    {
        var layout = new ParameterLayout();
        layout.AddTrainable("weight", 3);

        Assert.Contains("weight", Assert.Throws<KeyNotFoundException>(() => layout["wieght"]).Message, StringComparison.Ordinal);
    }
}

using MarketSim.Learning.Networks;
using MarketSim.Learning.Persistence;

namespace MarketSim.Learning.Tests.Persistence;

public sealed class ParameterFileTests
{
    [Fact]
    public void Parameters_come_back_bit_for_bit_by_the_names_of_their_blocks()
    {
        ParameterLayout layout = Layout(outputs: 2);
        float[] parameters = [.. Enumerable.Range(0, layout.Size).Select(i => 1f / (i + 3))];

        SafetensorsFile file = SafetensorsFile.Parse(ParameterFile.Of(layout, parameters).ToBytes(), "ppo.safetensors");
        float[] loaded = new float[layout.Size];
        ParameterFile.Load(file, layout, loaded);

        Assert.Equal(["actor.0.bias", "actor.0.weight", "observation.mean"], file.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        Assert.Equal(parameters, loaded);
    }

    [Fact]
    public void Model_of_another_shape_is_refused_and_changes_nothing()
    {
        ParameterLayout layout = Layout(outputs: 2);
        SafetensorsFile file = SafetensorsFile.Parse(ParameterFile.Of(Layout(outputs: 4), new float[Layout(outputs: 4).Size]).ToBytes(), "ppo.safetensors");
        float[] parameters = [.. Enumerable.Repeat(1f, layout.Size)];

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => ParameterFile.Load(file, layout, parameters));

        Assert.Equal("ppo.safetensors: tensor 'actor.0.weight' has shape [3, 4]; the model needs [3, 2]. The file is of a model of other sizes.", refused.Message);
        Assert.All(parameters, value => Assert.Equal(1, value));
    }

    private static ParameterLayout Layout(int outputs)
    {
        var layout = new ParameterLayout();
        _ = new Linear(layout, "actor.0", 3, outputs);
        layout.AddFixed("observation.mean", 3);
        return layout;
    }
}

using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

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

    [Fact]
    public void Policy_acts_as_the_one_whose_file_it_has_loaded()
    {
        var trained = new SacOptions { HiddenSizes = [8] }.CreatePolicy(BoxSpace.Unbounded(3), new BoxSpace([-1], [1]), seed: 1);
        var other = new SacOptions { HiddenSizes = [8] }.CreatePolicy(BoxSpace.Unbounded(3), new BoxSpace([-1], [1]), seed: 2);
        Assert.NotEqual(trained.Weights.ToArray(), other.Weights.ToArray());

        ParameterFile.Load(SafetensorsFile.Parse(ParameterFile.Of(trained).ToBytes(), "sac.safetensors"), other);

        Assert.Equal(trained.Weights.ToArray(), other.Weights.ToArray());
    }

    private static ParameterLayout Layout(int outputs)
    {
        var layout = new ParameterLayout();
        _ = new Linear(layout, "actor.0", 3, outputs);
        layout.AddFixed("observation.mean", 3);
        return layout;
    }
}

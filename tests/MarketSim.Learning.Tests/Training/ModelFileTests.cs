using System.Text;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;

namespace MarketSim.Learning.Tests.Training;

public sealed class ModelFileTests
{
    private static readonly PpoOptions Small = new() { StepsPerRollout = 4, BatchSize = 4, HiddenSizes = [2] };

    [Fact]
    public void Model_is_saved_under_a_name_without_a_folder()
    {
        string name = $"{Guid.NewGuid():N}.model";
        string best = $"{Guid.NewGuid():N}.model";
        try
        {
            var model = new Ppo(CartPoles(1), Small);
            model.Learn(8, new EvaluationCallback(CartPoles(2), everySteps: 4, episodes: 2, bestPath: best));
            model.Save(name);
            Assert.Equal(model.Policy.Weights.ToArray(), Ppo.Load(name, CartPoles(1)).Policy.Weights.ToArray());
            Assert.True(File.Exists(Path.GetFullPath(best)));
        }
        finally
        {
            File.Delete(name);
            File.Delete(best);
        }
    }

    [Fact]
    public void Folder_that_is_missing_or_stands_where_the_file_should_is_named()
    {
        using var folder = new TemporaryFolder();
        var model = new Ppo(CartPoles(1), Small);
        string missing = Path.Combine(folder.PathOf("missing"), "model");
        Assert.Contains(folder.PathOf("missing"), Assert.Throws<DirectoryNotFoundException>(() => model.Save(missing)).Message, StringComparison.Ordinal);
        Assert.Contains("names a folder", Assert.Throws<IOException>(() => model.Save(folder.FullPath + Path.DirectorySeparatorChar)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.PathOf("taken"));
        Assert.ThrowsAny<Exception>(() => model.Save(folder.PathOf("taken")));
        Assert.Empty(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void Every_byte_that_is_changed_cut_off_or_added_is_noticed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        var model = new Ppo(CartPoles(1), Small);
        model.Learn(8);
        model.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= (byte)(1 << (i % 8));
            AssertRefused(changed, $"byte {i} changed");
            AssertRefused(bytes[..i], $"cut to {i} bytes");
        }

        AssertRefused([.. bytes, 0, 0, 0], "three bytes added");

        void AssertRefused(byte[] content, string what)
        {
            File.WriteAllBytes(path, content);
            Exception? error = Record.Exception(() => Ppo.Resume(path, CartPoles(1)));
            Assert.True(error is InvalidDataException && error.Message.StartsWith($"{path}: ", StringComparison.Ordinal), $"With {what}: {error}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello, I am no model")]
    [InlineData("\b\u0007\u0012\u0007pytorch")]
    public void File_of_another_kind_is_no_saved_model(string content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(content));
        string message = Assert.Throws<InvalidDataException>(() => Sac.Load(path, CartPoles(1))).Message;
        Assert.StartsWith($"{path}: The file is no saved model", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_an_earlier_format_is_refused_by_its_number()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        new Ppo(CartPoles(1), Small).Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(2, bytes[17]);
        bytes[17] = 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("is of format 1; this program reads format 2", Assert.Throws<InvalidDataException>(() => Ppo.Load(path, CartPoles(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_environments_is_said_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        var model = new Ppo(CartPoles(8), Small);
        model.Learn(32);
        model.Save(path);
        string message = Assert.Throws<InvalidDataException>(() => Ppo.Resume(path, CartPoles(4))).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("saved with 8 environments and got 4; resume it with as many, or use Load", message, StringComparison.Ordinal);
        Assert.Equal(model.Policy.Weights.ToArray(), Ppo.Load(path, CartPoles(4)).Policy.Weights.ToArray());
    }

    private static VectorEnvironment CartPoles(int count) => new(count, static _ => CartPole.Version1());
}

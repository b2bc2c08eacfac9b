using MarketSim.Learning.Monitoring;

namespace MarketSim.Learning.Tests.Monitoring;

public sealed class MetricsFileTests
{
    [Fact]
    public void Rows_have_the_same_columns_whatever_is_recorded()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        using (MetricsFile file = MetricsFile.Create(path))
        {
            file.Record("train/policy_loss", -0.1, 256);
            file.Record("rollout/reward, mean", 500, 256);
            file.Record("train/kl", double.NaN, 512);
            file.Record("train/ratio", double.NegativeInfinity, 512);
        }

        Assert.Equal(
            "step,name,value\n256,train/policy_loss,-0.1\n256,\"rollout/reward, mean\",500\n512,train/kl,NaN\n512,train/ratio,-inf\n",
            File.ReadAllText(path));
    }

    [Fact]
    public void Value_keeps_every_bit()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        double value = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1.0 / 3) + 1);
        using (MetricsFile file = MetricsFile.Create(path))
        {
            file.Record("value", value, 1);
        }

        Assert.Equal(value, double.Parse(File.ReadAllLines(path)[1].Split(',')[2]));
    }

    [Fact]
    public void What_was_recorded_is_read_back_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        double[] values = [1.0 / 3, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0];
        using (MetricsFile file = MetricsFile.Create(path))
        {
            for (int step = 0; step < values.Length; step++)
            {
                file.Record("reward, \"mean\"", values[step], step);
            }
        }

        MetricsHistory read = MetricsFile.Read(path);

        Assert.Equal(["reward, \"mean\""], read.Names);
        Assert.Equal(values.Select((value, step) => new MetricPoint(step, value)), read.Series("reward, \"mean\""));
    }

    [Theory]
    [InlineData("tick,orders\n", ":1: the first row must be step,name,value")]
    [InlineData("step,name,value\n1,loss\n", ":2: has 2 columns; it must have 3.")]
    [InlineData("step,name,value\n-1,loss,1\n", ":2: column 'step' is '-1'")]
    [InlineData("step,name,value\n1,,1\n", ":2: column 'name' is ''")]
    [InlineData("step,name,value\n1,loss,much\n", ":2: column 'value' is 'much'; it must be a number")]
    public void Wrong_file_is_refused_with_its_line(string content, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        File.WriteAllText(path, content);

        Assert.StartsWith(path + message, Assert.Throws<InvalidDataException>(() => MetricsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flushed_rows_can_be_read_while_the_file_is_open()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        using MetricsFile file = MetricsFile.Create(path);
        file.Record("loss", 1, 1);
        file.Flush();

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

        Assert.Equal("step,name,value\n1,loss,1\n", reader.ReadToEnd());
    }

    [Fact]
    public void Resumed_file_is_that_of_a_training_without_interruption()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        using (MetricsFile file = MetricsFile.Create(path))
        {
            file.Record("größe", 1, 100);
            file.Record("größe", 2, 200);
            file.Record("größe", 999, 300);
        }

        File.AppendAllText(path, "40");
        using (MetricsFile file = MetricsFile.Resume(path, lastStep: 200))
        {
            file.Record("größe", 3, 300);
        }

        Assert.Equal("step,name,value\n100,größe,1\n200,größe,2\n300,größe,3\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("100,lo")]
    [InlineData("100,\"of two\n")]
    [InlineData("100,loss,0.1")]
    public void Row_that_was_cut_short_goes_when_the_file_is_resumed(string cut)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(MetricsFile.FileName);
        File.WriteAllText(path, $"step,name,value\n100,loss,1\n{cut}");

        MetricsFile.Resume(path, lastStep: 100).Dispose();

        Assert.Equal("step,name,value\n100,loss,1\n", File.ReadAllText(path));
    }

    [Fact]
    public void Nothing_is_overwritten_and_other_files_are_not_touched()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("trades.csv");
        File.WriteAllText(path, "tick,price\n1,2\n");

        Assert.Throws<IOException>(() => MetricsFile.Create(path));
        Assert.Throws<InvalidDataException>(() => MetricsFile.Resume(path, 0));
        Assert.Equal("tick,price\n1,2\n", File.ReadAllText(path));
    }

    [Fact]
    public void Broadcast_reaches_every_sink_and_history_keeps_the_order()
    {
        var first = new MetricsHistory();
        var second = new MetricsHistory();
        using var broadcast = new MetricsBroadcast(first, second);

        broadcast.Record("b", 2, 20);
        broadcast.Record("a", 1, 10);
        broadcast.Record("b", 3, 30);

        Assert.Equal(["a", "b"], second.Names);
        Assert.Equal([new MetricPoint(20, 2), new MetricPoint(30, 3)], second.Series("b"));
        Assert.Equal(first.Series("a"), second.Series("a"));
        Assert.Empty(first.Series("c"));
    }
}

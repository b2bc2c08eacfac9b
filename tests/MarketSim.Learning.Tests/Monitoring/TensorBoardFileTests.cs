using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Tests.OtherRuntimes;
using Microsoft.Extensions.Time.Testing;

namespace MarketSim.Learning.Tests.Monitoring;

public sealed class TensorBoardFileTests
{
    private const double StartSeconds = 1_700_000_000.25;

    [PythonFact]
    public void Another_parser_reads_every_figure_and_finds_the_checksums_right()
    {
        using var folder = new TemporaryFolder();
        FakeTimeProvider time = StandingTime();
        string path;
        using (TensorBoardFile file = TensorBoardFile.Create(folder.PathOf("run"), time))
        {
            path = file.FullPath;
            file.Record("train/policy_loss", -0.25, 0);
            time.Advance(TimeSpan.FromSeconds(1.5));
            file.Record("rollout/reward größer", 12345.678, 5_000_000_000);
            file.Record("diverged", double.NaN, 300);
        }

        string[] lines = OtherProgram.Python("Monitoring/read_events.py", path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            [
                """{"wall_time": 1700000000.25, "version": "brain.Event:2"}""",
                """{"wall_time": 1700000000.25, "step": 0, "tag": "train/policy_loss", "value": -0.25}""",
                """{"wall_time": 1700000001.75, "step": 5000000000, "tag": "rollout/reward gr\u00f6\u00dfer", "value": 12345.677734375}""",
                """{"wall_time": 1700000001.75, "step": 300, "tag": "diverged", "value": NaN}""",
            ],
            lines);
    }

    [Fact]
    public void First_record_is_the_version_with_the_published_framing()
    {
        using var folder = new TemporaryFolder();
        TensorBoardFile file = TensorBoardFile.Create(folder.FullPath, StandingTime());
        file.Dispose();

        byte[] bytes = File.ReadAllBytes(file.FullPath);

        // A length of 24 has this masked checksum in the first twelve bytes of every event file that TensorFlow begins.
        Assert.Equal("1800000000000000A37F4B22", Convert.ToHexString(bytes.AsSpan(0, 12)));
        Assert.Equal(12 + 24 + 4, bytes.Length);
        Assert.Equal("events.out.tfevents.1700000000.marketsim.0", Path.GetFileName(file.FullPath));
    }

    [Fact]
    public void Two_files_of_one_second_do_not_collide()
    {
        using var folder = new TemporaryFolder();
        using TensorBoardFile first = TensorBoardFile.Create(folder.FullPath, StandingTime());
        using TensorBoardFile second = TensorBoardFile.Create(folder.FullPath, StandingTime());

        Assert.NotEqual(first.FullPath, second.FullPath, StringComparer.Ordinal);
    }

    private static FakeTimeProvider StandingTime() => new(DateTimeOffset.UnixEpoch.AddSeconds(StartSeconds));
}

using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Tests;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Checkpoints;

public sealed class DamagedCheckpointTests
{
    [Fact]
    public async Task A_changed_byte_in_a_part_is_found_and_the_part_named()
    {
        using TemporaryFolder folder = await Interrupted();
        foreach (string segment in Files(folder, "*.parts"))
        {
            byte[] content = File.ReadAllBytes(segment);
            content[content.Length / 2] ^= 1;
            File.WriteAllBytes(segment, content);
        }

        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains(".parts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_off_segment_is_found()
    {
        using TemporaryFolder folder = await Interrupted();
        foreach (string segment in Files(folder, "*.parts"))
        {
            using FileStream stream = File.OpenWrite(segment);
            stream.SetLength(10);
        }

        await Assert.ThrowsAsync<CheckpointException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));
    }

    [Fact]
    public async Task A_changed_manifest_is_found_and_the_one_before_can_be_used()
    {
        using TemporaryFolder folder = await Interrupted();
        string newest = Files(folder, "*.manifest")[^1];
        File.WriteAllText(newest, File.ReadAllText(newest).Replace("\"tick\": ", "\"tick\": 1", StringComparison.Ordinal));

        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));
        Assert.Contains($"delete {newest}", error.Message, StringComparison.Ordinal);

        File.Delete(newest);
        RunResult resumed = await SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options());
        DeterminismTests.AssertSame(await SmallMarket.RunAsync(SmallMarket.Scenario()), resumed.Summary);
    }

    [Fact]
    public async Task A_table_shorter_than_the_checkpoint_says_is_refused()
    {
        using TemporaryFolder folder = await Interrupted();
        File.WriteAllText(folder[RunFolder.TradesFile], "tick\n");

        Exception error = await Assert.ThrowsAsync<RunFolderException>(() => SimulationRun.ResumeAsync(folder.Path, SmallMarket.Options()));

        Assert.Contains(RunFolder.TradesFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_as_many_checkpoints_as_asked_for_are_kept()
    {
        using TemporaryFolder folder = await Interrupted();

        Assert.Equal(2, Files(folder, "*.manifest").Length);
        Assert.InRange(Files(folder, "*.parts").Length, 1, 3);
    }

    private static async Task<TemporaryFolder> Interrupted()
    {
        var folder = new TemporaryFolder();
        using var interrupt = new CancellationTokenSource();
        await SimulationRun.StartAsync(
            SmallMarket.Scenario(everyTicks: 20), folder.Path, SmallMarket.Options(progress: state => CancelAfter(state, interrupt), interrupt: interrupt.Token));
        return folder;
    }

    private static void CancelAfter(RunProgress progress, CancellationTokenSource interrupt)
    {
        if (progress.Tick > 200)
        {
            interrupt.Cancel();
        }
    }

    private static string[] Files(TemporaryFolder folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder[RunFolder.CheckpointsFolder], pattern).Order(StringComparer.Ordinal)];
}

using MarketSim.Cli.Sessions;
using MarketSim.Results;

namespace MarketSim.Cli.Tests.Sessions;

public sealed class ResultFolderTests
{
    [Fact]
    public void Run_in_a_read_only_folder_needs_another_place_and_no_lock()
    {
        static RunFolderLock ReadOnly() => throw new RunFolderException("Nothing can be written to /archive/run.") { IsReadOnly = true };

        Assert.Equal("Nothing can be written to /archive/run. Or say with --output where to write.", Assert.Throws<RunFolderException>(() => ResultFolder.Lock(ReadOnly, null)).Message);
        Assert.Null(ResultFolder.Lock(ReadOnly, "elsewhere"));
    }

    [Fact]
    public void Run_that_is_in_use_is_refused_wherever_it_writes()
    {
        static RunFolderLock InUse() => throw new RunFolderException("The run in /runs/1 is in use by another process.");

        Assert.Throws<RunFolderException>(() => ResultFolder.Lock(InUse, "elsewhere"));
    }
}

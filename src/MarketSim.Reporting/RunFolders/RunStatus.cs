namespace MarketSim.Reporting.RunFolders;

internal enum RunStatus
{
    Finished,
    Interrupted,
    Failed,
}

using MarketSim.Reporting;

namespace MarketSim.Cli.Sessions;

/// <summary>Adds the report to a folder that was fetched; without it the folder is still whole.</summary>
internal sealed class ReportWriter(TextWriter error, bool isWanted)
{
    public bool IsWritten { get; private set; }

    public void Write(string folder)
    {
        if (!isWanted)
        {
            return;
        }

        try
        {
            HtmlReport.Write(folder);
            IsWritten = true;
        }
        catch (Exception exception)
        {
            error.WriteLine($"marketsim: warning: the run was fetched, its report could not be written: {exception.Message}");
        }
    }
}

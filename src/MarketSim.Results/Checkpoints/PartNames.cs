using System.Globalization;

namespace MarketSim.Results.Checkpoints;

/// <summary>The names of the parts of a checkpoint. They enter the state digest.</summary>
public static class PartNames
{
    /// <summary>The market without its ledger.</summary>
    public const string Market = "market";

    /// <summary>The state of a training's curriculum.</summary>
    public const string Curriculum = "curriculum/state";

    /// <summary>The stages of the present and the next episode; restored by all participants that begin episodes.</summary>
    public const string Stages = "curriculum/stages";

    /// <summary>The published weights of a policy.</summary>
    public static string Policy(string name) => $"policies/{name}";

    /// <summary>The venue's ledger of a block of accounts.</summary>
    public static string Ledger(int block) => string.Create(CultureInfo.InvariantCulture, $"ledger/{block:D6}");

    /// <summary>Rows of an output file.</summary>
    /// <param name="offset">Offset of the first row in the file, in bytes.</param>
    public static string Rows(string file, long offset) => string.Create(CultureInfo.InvariantCulture, $"output/{file}/{offset:D15}");

    /// <summary>A block of agents.</summary>
    public static string Block(int block) => string.Create(CultureInfo.InvariantCulture, $"agents/{block:D6}");
}

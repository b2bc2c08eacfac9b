namespace MarketSim.Actors.References;

internal static class AskPath
{
    /// <summary>The top of the tree of references that live for one answer.</summary>
    public const string Top = "temp";
}

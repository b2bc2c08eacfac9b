namespace MarketSim.Actors.Cells;

internal static class FatalExceptions
{
    /// <summary>The node's fault, not the actor's: restarting the actor would hide it.</summary>
    public static bool IsFatal(Exception exception) => exception is OutOfMemoryException or AccessViolationException;
}

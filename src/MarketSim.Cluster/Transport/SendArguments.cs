namespace MarketSim.Cluster.Transport;

/// <summary>What every transport refuses to send.</summary>
internal static class SendArguments
{
    public static void Check(string inbox, ReadOnlyMemory<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(inbox);
        if (body.Length > TransportLimits.LongestBody)
            throw new ArgumentException($"A body of {body.Length} bytes is longer than the {TransportLimits.LongestBody} bytes a message may have", nameof(body));
    }
}

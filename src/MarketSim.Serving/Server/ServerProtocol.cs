namespace MarketSim.Serving.Server;

/// <summary>The bounds and words of the protocol; PROTOCOL.md beside this file has its messages.</summary>
internal static class ServerProtocol
{
    /// <summary>Raised with every change that an older client would misunderstand.</summary>
    public const int Version = 1;

    public const string Name = "marketsim";

    /// <summary>Maximum length in bytes of the first frame, before anything is known of the client.</summary>
    public const int MaximumHelloLength = 1_024;

    /// <summary>Maximum length of a request, in bytes.</summary>
    public const int MaximumRequestLength = 1 << 24;

    /// <summary>Maximum length of a text in a request, in characters.</summary>
    public const int MaximumText = 4_096;

    public const int MaximumOptions = 64;

    public const int MaximumAgents = 64;

    /// <summary>Environments that one request may make.</summary>
    public const int MaximumEnvironments = 4_096;

    /// <summary>Batches that a client may have at a time.</summary>
    public const int MaximumBatches = 64;
}

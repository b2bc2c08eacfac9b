using System.Security.Cryptography.X509Certificates;

namespace MarketSim.Live.Configuration;

/// <summary>The settings of a page's server.</summary>
public sealed record LiveOptions
{
    /// <summary>Paces the page and ends idle viewers.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>The address at which the page is served.</summary>
    public LiveAddress Address { get; init; } = LiveAddress.Default;

    /// <summary>The server's certificate with its private key; required for any address but loopback.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The token that a viewer must present; required for any address but loopback, where it has at least 16 characters. Null for none.</summary>
    public string? Token { get; init; }

    /// <summary>True when the market waits before its first tick until a viewer continues it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when viewers may pause, step and slow down a run; they always may when a run is played back.</summary>
    public bool MayControl { get; init; } = true;

    /// <summary>Frames a second, at most.</summary>
    public int FramesPerSecond { get; init; } = 10;

    /// <summary>Pages that may be open at a time.</summary>
    public int MaxViewers { get; init; } = 64;

    /// <summary>Says what is wrong.</summary>
    /// <exception cref="ArgumentException">An address that others reach has no certificate, or no token of 16 characters.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FramesPerSecond, 1, nameof(FramesPerSecond));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FramesPerSecond, 60, nameof(FramesPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxViewers, 1, nameof(MaxViewers));
        if (!Address.IsLoopback && (Certificate is null || Token is not { Length: >= 16 }))
        {
            throw new ArgumentException(
                $"{Address} can be reached from other machines, where anybody could read the run and hold it: a certificate (TLS) and a token of at least 16 characters are needed there. Or take 127.0.0.1, and reach it through ssh.",
                nameof(Address));
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using MarketSim.Numerics.Serialization;
using MarketSim.Serving.Frames;

namespace MarketSim.Serving.Server;

/// <summary>One client from its first frame to its last. What it does wrong ends its own connection and nothing else.</summary>
internal sealed class ClientConnection(Stream stream, ClientSession session, string? token, string programVersion, TimeProvider timeProvider, TimeSpan patience) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public FrameChannel Channel { get; } = new(stream, timeProvider, patience);

    /// <summary>Ends it from another thread.</summary>
    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had just ended by itself.
        }
    }

    /// <summary>Serves the client until it leaves, is refused, or is ended.</summary>
    public async Task ServeAsync()
    {
        try
        {
            if (await GreetAsync().ConfigureAwait(false))
            {
                await AnswerAllAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is MalformedFrameException or InvalidDataException)
        {
            await TryRefuseAsync(exception.Message).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or has stopped in the middle of a frame.
        }
        catch (Exception exception)
        {
            await TryRefuseAsync($"This should not have happened: {exception.Message}").ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        session.Dispose();
        stream.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> GreetAsync()
    {
        Channel.ExpectFrame();
        if (await Channel.ReadAsync(ServerProtocol.MaximumHelloLength, _ended.Token).ConfigureAwait(false) is not { } hello)
        {
            return false;
        }

        if (RefusalOf(hello.Span) is { } refusal)
        {
            await TryRefuseAsync(refusal).ConfigureAwait(false);
            return false;
        }

        await Channel.WriteAsync(Message(ServerProtocol.Name, programVersion), _ended.Token).ConfigureAwait(false);
        return true;
    }

    private async Task AnswerAllAsync()
    {
        while (await Channel.ReadAsync(ServerProtocol.MaximumRequestLength, _ended.Token).ConfigureAwait(false) is { } request)
        {
            await Channel.WriteAsync(session.Answer(request.Span), _ended.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The reason why a client is refused; null when it is accepted.</summary>
    private string? RefusalOf(ReadOnlySpan<byte> hello)
    {
        var reader = new MessagePackReader(hello);
        int parts = reader.ReadArrayHeader();
        if (parts < 2 || reader.ReadString() != ServerProtocol.Name)
        {
            return $"This is an environment server of MarketSim; a client begins with [\"{ServerProtocol.Name}\", version, token].";
        }

        long version = reader.ReadCount();
        if (version != ServerProtocol.Version)
        {
            return $"This server (marketsim {programVersion}) speaks version {ServerProtocol.Version} of the server's protocol, the client version {version}. Install the Python package that came with this marketsim.";
        }

        string? given = parts < 3 || reader.TryReadNil() ? null : reader.ReadString();
        return token is null || (given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token)))
            ? null
            : "The token is missing or wrong; take the address that `marketsim serve` printed, with its token.";
    }

    private async Task TryRefuseAsync(string reason)
    {
        try
        {
            await Channel.WriteAsync(Message("refused", reason), _ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It does not even want to know.
        }
    }

    private static byte[] Message(string kind, string text)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(3);
        writer.WriteString(kind);
        writer.WriteInt64(ServerProtocol.Version);
        writer.WriteString(text);
        return writer.Written.ToArray();
    }
}

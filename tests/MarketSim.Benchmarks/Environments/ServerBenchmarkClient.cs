using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Benchmarks.Environments;

/// <summary>A client of the environment server that steps a number of environments together.</summary>
internal sealed class ServerBenchmarkClient : IDisposable
{
    private const int ProtocolVersion = 1;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly MessagePackWriter _writer = new();
    private readonly float[] _actions;
    private readonly int _handle;
    private byte[] _frame = new byte[1 << 16];
    private long _number;

    public ServerBenchmarkClient(string path, int count)
    {
        Count = count;
        _actions = new float[count];
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _writer.WriteArrayHeader(3);
        _writer.WriteString("marketsim");
        _writer.WriteInt64(ProtocolVersion);
        _writer.WriteNil();
        Ask();
        Begin("make", 10);
        _writer.WriteString("orderbook");
        _writer.WriteNil();
        _writer.WriteInt64(count);
        _writer.WriteArrayHeader(0);
        _writer.WriteArrayHeader(0);
        _writer.WriteBoolean(true);
        _writer.WriteBoolean(false);
        _writer.WriteNil();
        var made = new MessagePackReader(Ask());
        made.ReadArrayHeader();
        made.ReadCount();
        if (made.ReadString() is not "make" and var refusal)
        {
            throw new InvalidOperationException($"The server answered {refusal}: {made.ReadString()}");
        }

        _handle = made.ReadInt32();
        Begin("reset", 5);
        _writer.WriteInt64(_handle);
        ulong[] seeds = [.. Enumerable.Range(0, count).Select(static seed => (ulong)seed)];
        _writer.WriteBytes(MemoryMarshal.AsBytes(seeds.AsSpan()));
        _writer.WriteNil();
        Ask();
    }

    public int Count { get; }

    /// <summary>Sent and received.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sent and received.</summary>
    public long Messages { get; private set; }

    /// <summary>One step of all environments.</summary>
    public void Step(float action)
    {
        Array.Fill(_actions, action);
        Begin("step", 4);
        _writer.WriteInt64(_handle);
        _writer.WriteBytes(MemoryMarshal.AsBytes(_actions.AsSpan()));
        Ask();
    }

    public void Dispose() => _socket.Dispose();

    private void Begin(string operation, int parts)
    {
        _writer.WriteArrayHeader(parts);
        _writer.WriteInt64(++_number);
        _writer.WriteString(operation);
    }

    /// <returns>Valid until the next call.</returns>
    private ReadOnlySpan<byte> Ask()
    {
        Span<byte> header = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(header, _writer.Written.Length);
        _socket.Send(header);
        _socket.Send(_writer.Written);
        Bytes += header.Length + _writer.Written.Length;
        _writer.Clear();
        Receive(sizeof(int));
        int length = BinaryPrimitives.ReadInt32LittleEndian(_frame);
        if (_frame.Length < length)
        {
            _frame = new byte[2 * length];
        }

        Receive(length);
        Bytes += sizeof(int) + length;
        Messages += 2;
        return _frame.AsSpan(0, length);
    }

    private void Receive(int length)
    {
        for (int done = 0; done < length;)
        {
            int count = _socket.Receive(_frame.AsSpan(done, length - done));
            done += count > 0 ? count : throw new IOException("The server closed the connection.");
        }
    }
}

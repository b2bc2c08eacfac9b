using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MarketSim.Numerics.Serialization;
using MarketSim.Serving.Server;

namespace MarketSim.Serving.Tests.Server;

/// <summary>A client as another language would write one: a socket, and MessagePack.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly Socket _socket;
    private long _number;

    public TestClient(string address)
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 60_000, SendTimeout = 60_000 };
        _socket.Connect(new UnixDomainSocketEndPoint(address["unix:".Length..]));
    }

    public static TestClient Greeted(string address)
    {
        var client = new TestClient(address);
        Assert.Equal("marketsim", client.Greet(ServerProtocol.Version).Kind);
        return client;
    }

    public (string Kind, string Text) Greet(long version, string? token = null)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(3);
        writer.WriteString("marketsim");
        writer.WriteInt64(version);
        if (token is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteString(token);
        }

        Send(writer.Written);
        var reader = new MessagePackReader(Receive());
        reader.ReadArrayHeader(3);
        string kind = reader.ReadString();
        reader.ReadInt64();
        return (kind, reader.ReadString());
    }

    /// <summary>Makes environments without a run folder, or with one of a name.</summary>
    public int Make(string kind, int count, string? run, params (string Name, string Value)[] options)
    {
        var reader = new MessagePackReader(Ask(Requests.Make(++_number, kind, count, run, options)));
        Assert.Equal("make", Head(ref reader, out _));
        return reader.ReadInt32();
    }

    public Rows Reset(int handle, params ulong[] seeds) => RowsOf(Ask(Requests.Reset(++_number, handle, seeds)), EnvironmentBatch.Reset);

    public Rows Step(int handle, params float[] actions) => RowsOf(Ask(Requests.Step(++_number, handle, actions)), EnvironmentBatch.Step);

    public string Close(int handle)
    {
        var reader = new MessagePackReader(Ask(Requests.Close(++_number, handle)));
        Assert.Equal("close", Head(ref reader, out _));
        return reader.ReadString();
    }

    /// <summary>The text of a refusal.</summary>
    public string Refused(byte[] request)
    {
        var reader = new MessagePackReader(Ask(request));
        Assert.Equal("error", Head(ref reader, out _));
        return reader.ReadString();
    }

    public byte[] Ask(byte[] request)
    {
        Send(request);
        return Receive();
    }

    public void Send(ReadOnlySpan<byte> content)
    {
        byte[] frame = new byte[sizeof(int) + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        content.CopyTo(frame.AsSpan(sizeof(int)));
        SendRaw(frame);
    }

    public void SendRaw(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    public byte[] Receive()
    {
        byte[] header = ReceiveExactly(sizeof(int));
        return ReceiveExactly(BinaryPrimitives.ReadInt32LittleEndian(header));
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public void AwaitEnd()
    {
        byte[] buffer = new byte[4_096];
        try
        {
            while (_socket.Receive(buffer) > 0)
            {
                // What was under way.
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    internal static Rows RowsOf(byte[] answer, string operation)
    {
        var reader = new MessagePackReader(answer);
        string head = Head(ref reader, out _);
        Assert.True(head == operation, head == "error" ? reader.ReadString() : head);
        return new Rows(
            MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray(),
            MemoryMarshal.Cast<byte, double>(reader.ReadBytes()).ToArray(),
            reader.ReadBytes().ToArray(),
            MemoryMarshal.Cast<byte, double>(reader.ReadBytes()).ToArray(),
            reader.ReadArrayHeader());
    }

    private static string Head(ref MessagePackReader reader, out long number)
    {
        reader.ReadArrayHeader();
        number = reader.ReadInt64();
        return reader.ReadString();
    }

    private byte[] ReceiveExactly(int length)
    {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length;)
        {
            int read = _socket.Receive(bytes.AsSpan(done));
            Assert.True(read > 0, "The server closed the connection.");
            done += read;
        }

        return bytes;
    }
}

internal sealed record Rows(float[] Observations, double[] Rewards, byte[] Flags, double[] Figures, int Ended);

/// <summary>Requests of the protocol.</summary>
internal static class Requests
{
    public static byte[] Make(long number, string kind, int count, string? run, params (string Name, string Value)[] options) => Write(number, "make", 8, writer =>
    {
        writer.WriteString(kind);
        writer.WriteNil();
        writer.WriteInt64(count);
        writer.WriteArrayHeader(0);
        writer.WriteArrayHeader(options.Length);
        foreach ((string name, string value) in options)
        {
            writer.WriteArrayHeader(2);
            writer.WriteString(name);
            writer.WriteString(value);
        }

        writer.WriteBoolean(count > 1);
        writer.WriteBoolean(run is not null);
        if (run is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteString(run);
        }
    });

    public static byte[] Reset(long number, int handle, params ulong[] seeds) => Write(number, EnvironmentBatch.Reset, 3, writer =>
    {
        writer.WriteInt64(handle);
        writer.WriteBytes(MemoryMarshal.AsBytes(seeds.AsSpan()));
        writer.WriteNil();
    });

    public static byte[] Step(long number, int handle, params float[] actions) => Write(number, EnvironmentBatch.Step, 2, writer =>
    {
        writer.WriteInt64(handle);
        writer.WriteBytes(MemoryMarshal.AsBytes(actions.AsSpan()));
    });

    public static byte[] Close(long number, int handle) => Write(number, "close", 1, writer => writer.WriteInt64(handle));

    private static byte[] Write(long number, string operation, int parts, Action<MessagePackWriter> write)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2 + parts);
        writer.WriteInt64(number);
        writer.WriteString(operation);
        write(writer);
        return writer.Written.ToArray();
    }
}

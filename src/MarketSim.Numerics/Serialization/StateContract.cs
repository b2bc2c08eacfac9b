using System.Buffers;
using MessagePack;
using MessagePack.Resolvers;

namespace MarketSim.Numerics.Serialization;

/// <summary>
/// Cold state (files' headers, settings, manifests) as records with <see cref="MessagePackObjectAttribute"/> and numbered keys, by MessagePack-CSharp: each
/// an array of its members, the bytes that <see cref="MessagePackWriter"/> writes for them.
/// </summary>
/// <remarks>
/// The library reads more than it writes: integers as doubles, text that is no UTF-8, arrays that are too long or too short, bytes after the end. Here what
/// was read is written once more and compared, so that a value has one byte string. The code that reads and writes a record is generated when it is used first,
/// in some tens of milliseconds, and a value costs about twice what <see cref="MessagePackWriter"/> takes: state that is written at every checkpoint does
/// without.
/// </remarks>
public static class StateContract
{
    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create(BuiltinResolver.Instance, DynamicGenericResolver.Instance, DynamicObjectResolverAllowPrivate.Instance))
        .WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>Serialises a record.</summary>
    public static byte[] Write<T>(T value) => MessagePackSerializer.Serialize(value, Options);

    /// <summary>Writes a record as the next value.</summary>
    public static void Write<T>(MessagePackWriter writer, T value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteEncoded(Write(value));
    }

    /// <exception cref="InvalidDataException">The bytes are not those that <see cref="Write{T}(T)"/> makes of any value; the message says where.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> content)
    {
        T value;
        int read;
        try
        {
            value = MessagePackSerializer.Deserialize<T>(content, Options, out read);
        }
        catch (MessagePackSerializationException error)
        {
            throw new InvalidDataException($"The saved {typeof(T).Name} cannot be read: {error.GetBaseException().Message}", error);
        }

        if (value is null)
        {
            throw new InvalidDataException($"Byte 0: expected a {typeof(T).Name}, found nil.");
        }

        var comparison = new ComparingWriter(content);
        MessagePackSerializer.Serialize(comparison, value, Options);
        if (comparison.FirstDifference is not null || read != content.Length)
        {
            int at = comparison.FirstDifference ?? read;
            throw new InvalidDataException($"Byte {at}: the saved {typeof(T).Name} is not written as this program writes it; the file is damaged, or of another version.");
        }

        return value;
    }

    /// <summary>Reads the next value as a record.</summary>
    /// <inheritdoc cref="Read{T}(ReadOnlyMemory{byte})"/>
    public static T Read<T>(ref MessagePackReader reader)
    {
        int start = reader.Position;
        byte[] content = reader.ReadEncoded().ToArray();
        try
        {
            return Read<T>(content);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"After byte {start}: {error.Message}", error);
        }
    }

    /// <summary>Compares what is written with what there is, and keeps nothing.</summary>
    private sealed class ComparingWriter(ReadOnlyMemory<byte> expected) : IBufferWriter<byte>
    {
        private const int Size = 4096;
        private byte[] _buffer = new byte[Size];
        private int _position;

        /// <summary>Byte from which on both differ; null where they do not.</summary>
        public int? FirstDifference { get; private set; }

        public void Advance(int count)
        {
            ReadOnlySpan<byte> left = expected.Span[Math.Min(_position, expected.Length)..];
            int alike = left.CommonPrefixLength(_buffer.AsSpan(0, count));
            if (alike < count)
            {
                FirstDifference ??= _position + alike;
            }

            _position += count;
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _buffer.Length)
            {
                _buffer = new byte[sizeHint];
            }

            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}

using System.Security.Cryptography;
using System.Text;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Storage;

/// <summary>Files of MessagePack that begin with a mark and the version of their format, and end with the SHA-256 of all that.</summary>
public sealed class ChecksummedFormat
{
    // What the short forms of MessagePack's headers hold.
    private const int MaxFields = 15;
    private const int MaxMarkBytes = 31;

    private readonly byte[] _beginning;
    private readonly string _kind;
    private readonly int _version;

    /// <param name="mark">First field of the content; at most 31 bytes.</param>
    /// <param name="version">Second field.</param>
    /// <param name="fields">Of the array that the content is; at most 15.</param>
    /// <param name="kind">For messages, e.g. <c>model</c>.</param>
    public ChecksummedFormat(string mark, int version, int fields, string kind)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(mark);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxMarkBytes, nameof(mark));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields, MaxFields);
        _beginning = [(byte)(0x90 | fields), (byte)(0xA0 | bytes.Length), .. bytes];
        _version = version;
        _kind = kind;
    }

    /// <summary>Writes a file whole, or not at all.</summary>
    /// <param name="content">An array of the format's fields, mark and version first.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(_beginning))
        {
            throw new ArgumentException($"The content does not begin as a {_kind} does.", nameof(content));
        }

        DurableFolder.WriteFile(Path.GetFullPath(path), [.. content, .. SHA256.HashData(content)]);
    }

    /// <returns>The content without its checksum.</returns>
    /// <exception cref="InvalidDataException">It is another file, of another version, or damaged.</exception>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (!bytes.StartsWith(_beginning))
        {
            throw new InvalidDataException($"The file is no saved {_kind}, or its beginning is damaged; give one that Save wrote.");
        }

        var header = new MessagePackReader(bytes[_beginning.Length..]);
        long version = header.ReadInt64();
        if (version != _version)
        {
            throw new InvalidDataException($"The {_kind} is of format {version}; this program reads format {_version}. Load it with the version that saved it, or train again.");
        }

        int length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < _beginning.Length || !bytes[length..].SequenceEqual(SHA256.HashData(bytes[..length])))
        {
            throw new InvalidDataException("The file is damaged: its checksum is not that of its content. Take another copy of it.");
        }

        return file[..length];
    }
}

using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Persistence;

/// <summary>
/// Named tensors and notes about them in the safetensors format (huggingface.co/docs/safetensors, "Format"): eight bytes with the length of the
/// header, the header as JSON, then the tensors without a gap between them. PyTorch, JAX and NumPy users open it with their own libraries.
/// </summary>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, Tensor> _byName;

    /// <param name="tensors">Each with a unique name.</param>
    /// <param name="metadata">Notes about them; null for none.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or one has the name of the notes.</exception>
    public SafetensorsFile(IEnumerable<Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        : this([.. tensors], metadata, "the new file")
    {
        foreach (Tensor tensor in Tensors)
        {
            if (tensor.Name == SafetensorsHeader.MetadataKey || _byName[tensor.Name] != tensor)
            {
                throw new ArgumentException($"Tensor name '{tensor.Name}' is taken; each tensor needs a unique name.", nameof(tensors));
            }
        }
    }

    internal SafetensorsFile(Tensor[] tensors, IReadOnlyDictionary<string, string>? metadata, string source)
    {
        Tensors = tensors;
        Metadata = new SortedDictionary<string, string>(metadata?.ToDictionary(StringComparer.Ordinal) ?? [], StringComparer.Ordinal);
        Source = source;
        _byName = new Dictionary<string, Tensor>(tensors.Length, StringComparer.Ordinal);
        foreach (Tensor tensor in tensors)
        {
            _byName.TryAdd(tensor.Name, tensor);
        }
    }

    /// <summary>The tensors in the order of their data in the file.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Notes by name, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The place that it was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is cut short, damaged, or no safetensors file; the message says where and how.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads what stands in memory.</summary>
    /// <param name="content">Kept: the tensors are views of it.</param>
    /// <param name="source">Named in messages.</param>
    /// <exception cref="InvalidDataException">The content is cut short, damaged, or not in the format; the message says where and how.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> content, string source) => SafetensorsReader.Read(content, source);

    /// <summary>The bytes of the file. Equal tensors and notes have equal bytes, whatever order they were given in.</summary>
    public byte[] ToBytes() => SafetensorsWriter.Write(this);

    /// <summary>Writes the file completely or not at all: under a temporary name, to the disk, then renamed.</summary>
    public void Write(string path) => DurableFolder.WriteFile(Path.GetFullPath(path), ToBytes());

    /// <summary>A tensor by name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public Tensor Find(string name) => _byName.TryGetValue(name, out Tensor? tensor)
        ? tensor
        : throw new InvalidDataException($"{Source}: there is no tensor '{name}'; the file has {Names()}.");

    /// <summary>A note by name.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public string FindNote(string name) => Metadata.TryGetValue(name, out string? note)
        ? note
        : throw new InvalidDataException($"{Source}: the file's metadata lacks '{name}'; it was not written by MarketSim, or by another version.");

    /// <summary>The finite 32-bit numbers of a tensor of a known shape.</summary>
    /// <exception cref="InvalidDataException">The tensor is missing, of another shape or type, or holds a number that is not finite.</exception>
    public float[] FiniteSingles(string name, params ReadOnlySpan<long> shape)
    {
        float[] values = Shaped(name, TensorType.F32, shape).ToSingles();
        RequireFinite(name, Array.FindIndex(values, value => !float.IsFinite(value)), index => values[index]);
        return values;
    }

    /// <summary>The finite 64-bit numbers of a tensor of a known shape.</summary>
    /// <inheritdoc cref="FiniteSingles"/>
    public double[] FiniteDoubles(string name, params ReadOnlySpan<long> shape)
    {
        double[] values = Shaped(name, TensorType.F64, shape).ToDoubles();
        RequireFinite(name, Array.FindIndex(values, value => !double.IsFinite(value)), index => values[index]);
        return values;
    }

    /// <summary>Refuses tensors that a model does not have: they are those of another model.</summary>
    /// <param name="names">All that the model has.</param>
    /// <exception cref="InvalidDataException">The file has others too.</exception>
    public void RequireNoOthers(IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        Tensor? other = Tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name));
        if (other is not null)
        {
            throw new InvalidDataException(
                $"{Source}: tensor '{other.Name}' of shape {Tensor.Text(other.Shape)} has no place in the model; the file is of another model.");
        }
    }

    private Tensor Shaped(string name, TensorType type, ReadOnlySpan<long> shape)
    {
        Tensor tensor = Find(name);
        if (tensor.Type != type)
        {
            throw new InvalidDataException(
                $"{Source}: tensor '{name}' is of type {TensorTypes.NameOf(tensor.Type)}; the model needs {TensorTypes.NameOf(type)}.");
        }

        return tensor.Shape.SequenceEqual(shape) ? tensor : throw new InvalidDataException(
            $"{Source}: tensor '{name}' has shape {Tensor.Text(tensor.Shape)}; the model needs {Tensor.Text(shape)}. The file is of a model of other sizes.");
    }

    private void RequireFinite(string name, int index, Func<int, double> value)
    {
        if (index >= 0)
        {
            throw new InvalidDataException($"{Source}: tensor '{name}' holds {value(index)} at element {index}; a model's numbers must be finite.");
        }
    }

    private string Names()
    {
        const int shown = 12;
        string names = string.Join(", ", Tensors.Take(shown).Select(tensor => $"'{tensor.Name}'"));
        return Tensors.Count switch
        {
            0 => "none",
            > shown => $"{names} and {Tensors.Count - shown} more",
            _ => names,
        };
    }
}

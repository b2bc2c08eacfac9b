using System.Buffers.Binary;
using System.Globalization;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>A value that flows through a graph, by name.</summary>
internal readonly record struct OnnxValue(string Name);

/// <summary>
/// Builds a model in the ONNX format (onnx.ai/onnx/intro/concepts.html) operator by operator. The first dimension of every input and output is the
/// number of rows, which the caller of the model chooses.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>Intermediate representation 7 with operator set 14: what ONNX Runtime has read since its version 1.8.</summary>
    private const int IrVersion = 7;
    private const int OperatorSetVersion = 14;
    private const string Rows = "rows";

    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _constants = new();
    private readonly ProtobufWriter _inputs = new();
    private readonly ProtobufWriter _outputs = new();
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>An input of the model, shape [rows, columns].</summary>
    public OnnxValue Input(string inputName, int columns)
    {
        DescribeValue(_inputs, OnnxFields.Graph.Input, inputName, OnnxElement.Single, columns);
        return new OnnxValue(inputName);
    }

    /// <summary>Something that comes out, shape [rows, columns].</summary>
    public void Output(OnnxValue value, string outputName, OnnxElement element, int columns)
    {
        WriteNode("Identity", [value], [outputName], []);
        DescribeValue(_outputs, OnnxFields.Graph.Output, outputName, element, columns);
    }

    /// <summary>Numbers that belong to the model.</summary>
    /// <param name="shape">Its product is the number of values.</param>
    public OnnxValue Constant(string constantName, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
    {
        byte[] data = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return Constant(constantName, OnnxElement.Single, shape.ToArray(), data);
    }

    /// <summary>Whole numbers that an operator takes as an input: axes, sizes.</summary>
    public OnnxValue Constant(params ReadOnlySpan<long> values)
    {
        byte[] data = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        }

        return Constant(NextName("sizes"), OnnxElement.Int64, [values.Length], data);
    }

    /// <summary>An operator with one output.</summary>
    /// <param name="inputs">A value without a name is an optional input left out.</param>
    public OnnxValue Apply(string @operator, ReadOnlySpan<OnnxValue> inputs, params (string Name, long Value)[] attributes) =>
        Apply(@operator, inputs, outputs: 1, attributes)[0];

    /// <summary>An operator with several outputs.</summary>
    public OnnxValue[] Apply(string @operator, ReadOnlySpan<OnnxValue> inputs, int outputs, params (string Name, long Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => NextName(@operator))];
        WriteNode(@operator, inputs, names, attributes);
        return [.. names.Select(output => new OnnxValue(output))];
    }

    /// <summary>A note that travels with the model.</summary>
    public void Note(string key, string value) => _metadata[key] = value;

    /// <summary>The bytes of the model. Equal graphs have equal bytes.</summary>
    public byte[] ToBytes()
    {
        var model = new ProtobufWriter();
        model.Integer(OnnxFields.Model.IrVersion, IrVersion);
        model.Text(OnnxFields.Model.ProducerName, "MarketSim");
        model.Message(OnnxFields.Model.Graph, graph =>
        {
            graph.Raw(_nodes.Written);
            graph.Text(OnnxFields.Graph.Name, name);
            graph.Raw(_constants.Written);
            graph.Raw(_inputs.Written);
            graph.Raw(_outputs.Written);
        });
        model.Message(OnnxFields.Model.OperatorSet, set => set.Integer(OnnxFields.Model.OperatorSetVersion, OperatorSetVersion));
        foreach ((string key, string value) in _metadata)
        {
            model.Message(OnnxFields.Model.Metadata, entry =>
            {
                entry.Text(OnnxFields.Model.MetadataKey, key);
                entry.Text(OnnxFields.Model.MetadataValue, value);
            });
        }

        return model.Written.ToArray();
    }

    private static void DescribeValue(ProtobufWriter list, int field, string valueName, OnnxElement element, int columns) => list.Message(field, value =>
    {
        value.Text(OnnxFields.Value.Name, valueName);
        value.Message(OnnxFields.Value.Type, type => type.Message(OnnxFields.Value.TensorType, tensor =>
        {
            tensor.Integer(OnnxFields.Value.Element, (long)element);
            tensor.Message(OnnxFields.Value.Shape, shape =>
            {
                shape.Message(OnnxFields.Value.Dimension, dimension => dimension.Text(OnnxFields.Value.DimensionName, Rows));
                shape.Message(OnnxFields.Value.Dimension, dimension => dimension.Integer(OnnxFields.Value.DimensionSize, columns));
            });
        }));
    });

    private OnnxValue Constant(string constantName, OnnxElement element, long[] shape, byte[] data)
    {
        _constants.Message(OnnxFields.Graph.Initializer, tensor =>
        {
            tensor.Integers(OnnxFields.Tensor.Dimensions, shape);
            tensor.Integer(OnnxFields.Tensor.Element, (long)element);
            tensor.Text(OnnxFields.Tensor.Name, constantName);
            tensor.Bytes(OnnxFields.Tensor.Data, data);
        });
        return new OnnxValue(constantName);
    }

    private void WriteNode(string @operator, ReadOnlySpan<OnnxValue> inputs, string[] outputs, (string Name, long Value)[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (OnnxValue input in inputs)
        {
            node.Text(OnnxFields.Node.Input, input.Name ?? "");
        }

        foreach (string output in outputs)
        {
            node.Text(OnnxFields.Node.Output, output);
        }

        node.Text(OnnxFields.Node.Name, NextName("node"));
        node.Text(OnnxFields.Node.Operator, @operator);
        foreach ((string attributeName, long value) in attributes)
        {
            node.Message(OnnxFields.Node.Attribute, attribute =>
            {
                attribute.Text(OnnxFields.Attribute.Name, attributeName);
                attribute.Integer(OnnxFields.Attribute.Integer, value);
                attribute.Integer(OnnxFields.Attribute.Type, OnnxFields.Attribute.IntegerType);
            });
        }

        _nodes.Bytes(OnnxFields.Graph.Node, node.Written);
    }

    private string NextName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{_count++}");
}

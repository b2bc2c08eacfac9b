namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>Types of elements, numbered as in <c>TensorProto.DataType</c>.</summary>
internal enum OnnxElement
{
    Single = 1,
    Int64 = 7,
}

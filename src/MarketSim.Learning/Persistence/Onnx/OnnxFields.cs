namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>Numbers of the fields that are written (onnx/onnx.proto).</summary>
internal static class OnnxFields
{
    internal static class Model
    {
        public const int IrVersion = 1;
        public const int ProducerName = 2;
        public const int Graph = 7;
        public const int OperatorSet = 8;
        public const int Metadata = 14;
        public const int OperatorSetVersion = 2;
        public const int MetadataKey = 1;
        public const int MetadataValue = 2;
    }

    internal static class Graph
    {
        public const int Node = 1;
        public const int Name = 2;
        public const int Initializer = 5;
        public const int Input = 11;
        public const int Output = 12;
    }

    internal static class Node
    {
        public const int Input = 1;
        public const int Output = 2;
        public const int Name = 3;
        public const int Operator = 4;
        public const int Attribute = 5;
    }

    internal static class Attribute
    {
        public const int Name = 1;
        public const int Integer = 3;
        public const int Type = 20;
        public const int IntegerType = 2;
    }

    internal static class Tensor
    {
        public const int Dimensions = 1;
        public const int Element = 2;
        public const int Name = 8;
        public const int Data = 9;
    }

    /// <summary>An input or output: its name, and a type that holds an element and a shape of numbers and named sizes.</summary>
    internal static class Value
    {
        public const int Name = 1;
        public const int Type = 2;
        public const int TensorType = 1;
        public const int Element = 1;
        public const int Shape = 2;
        public const int Dimension = 1;
        public const int DimensionSize = 1;
        public const int DimensionName = 2;
    }
}

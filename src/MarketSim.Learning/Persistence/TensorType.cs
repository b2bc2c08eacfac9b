namespace MarketSim.Learning.Persistence;

/// <summary>Types of elements that safetensors files know, by the names they have there.</summary>
public enum TensorType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,
    /// <summary>Unsigned integer.</summary>
    U8,
    /// <summary>Signed integer.</summary>
    I8,
    /// <summary>Floating-point number.</summary>
    F8E5M2,
    /// <summary>Floating-point number.</summary>
    F8E4M3,
    /// <summary>Unsigned integer.</summary>
    U16,
    /// <summary>Signed integer.</summary>
    I16,
    /// <summary>Floating-point number.</summary>
    F16,
    /// <summary>Floating-point number.</summary>
    BF16,
    /// <summary>Unsigned integer.</summary>
    U32,
    /// <summary>Signed integer.</summary>
    I32,
    /// <summary>Floating-point number.</summary>
    F32,
    /// <summary>Unsigned integer.</summary>
    U64,
    /// <summary>Signed integer.</summary>
    I64,
    /// <summary>Floating-point number.</summary>
    F64,
}

/// <summary>Names and sizes of the element types.</summary>
internal static class TensorTypes
{
    // In the order of the enumeration.
    private static readonly string[] Names =
        ["BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "U16", "I16", "F16", "BF16", "U32", "I32", "F32", "U64", "I64", "F64"];

    public static string All => string.Join(", ", Names);

    public static string NameOf(TensorType type) => Names[(int)type];

    public static bool TryParse(string? name, out TensorType type)
    {
        int index = Array.IndexOf(Names, name);
        type = (TensorType)Math.Max(index, 0);
        return index >= 0;
    }

    public static int BytesOf(TensorType type) => type switch
    {
        < TensorType.U16 => 1,
        < TensorType.U32 => 2,
        < TensorType.U64 => 4,
        _ => 8,
    };
}

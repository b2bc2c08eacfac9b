using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>Numbers into tensors and out of them.</summary>
internal static class TensorFloats
{
    /// <summary>A new tensor on a device.</summary>
    public static Tensor Create(Device device, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        Tensor tensor = empty(shape.ToArray(), float32, CPU);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return device.type == DeviceType.CPU ? tensor : tensor.to(device);
    }

    /// <summary>Overwrites a contiguous tensor.</summary>
    public static void Write(ReadOnlySpan<float> values, Tensor target)
    {
        if (target.device_type == DeviceType.CPU)
        {
            values.CopyTo(MemoryMarshal.Cast<byte, float>(target.bytes));
            return;
        }

        using IDisposable mode = no_grad();
        target.copy_(Create(target.device, values, target.shape));
    }

    /// <summary>The numbers of a tensor; valid as long as its scope.</summary>
    public static ReadOnlySpan<float> Read(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes);

    public static void AddTo(Tensor source, Span<float> target)
    {
        ReadOnlySpan<float> values = Read(source);
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= target.Length - width; i += width)
        {
            (new Vector<float>(target[i..]) + new Vector<float>(values[i..])).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += values[i];
        }
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace MarketSim.Learning.Torch;

/// <summary>Loads LibTorch once, when something needs it first: instructions pinned before, one thread after.</summary>
public static partial class TorchLibrary
{
    private static readonly Lock Gate = new();
    private static bool _isLoaded;
    private static string? _refusal;

    /// <summary>
    /// Class of processors on which results have the same bits: LibTorch, MKL and oneDNN are held to these instructions on every processor that has them.
    /// A variable that the environment sets already (<c>ATEN_CPU_CAPABILITY</c>, <c>MKL_CBWR</c>, <c>ONEDNN_MAX_CPU_ISA</c>) stays.
    /// </summary>
    public static string Capability => Avx2.IsSupported && Fma.IsSupported ? "avx2" : "default";

    /// <exception cref="TorchUnavailableException">It cannot be loaded; the same message each time.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_isLoaded)
            {
                return;
            }

            if (_refusal is not null)
            {
                throw new TorchUnavailableException(_refusal);
            }

            try
            {
                Pin();

                // TorchSharp's own loader would blame a missing package, whatever the cause; the system's message names it.
                NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, DllImportSearchPath.AssemblyDirectory);
                torch.set_num_threads(1);
                torch.set_num_interop_threads(1);
                _isLoaded = true;
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or TypeInitializationException or NotSupportedException)
            {
                _refusal = TorchRefusal.Describe(error);
                throw new TorchUnavailableException(_refusal, error);
            }
        }
    }

    /// <summary>The variables are read by C code when it is loaded, which does not see what <see cref="Environment"/> sets.</summary>
    private static void Pin()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        bool isWide = Capability == "avx2";
        SetUnlessSet("ATEN_CPU_CAPABILITY", Capability);
        SetUnlessSet("MKL_CBWR", isWide ? "AVX2" : "COMPATIBLE");
        SetUnlessSet("ONEDNN_MAX_CPU_ISA", isWide ? "AVX2" : "SSE41");
        SetUnlessSet("OMP_NUM_THREADS", "1");
    }

    private static void SetUnlessSet(string name, string value)
    {
        if (SetVariable(name, value, overwrite: 0) != 0)
        {
            throw new NotSupportedException($"The environment variable {name} cannot be set for native code.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}

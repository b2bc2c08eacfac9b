using System;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies TorchSharp's native library with its need of one version of libstdc++ made optional; NATIVE.md beside this file says why.</summary>
public sealed class WeakenVersionNeed : Task
{
    /// <summary>VER_FLG_WEAK in the flags of a needed version: the dynamic linker accepts a library that lacks it.</summary>
    private const byte Weak = 2;

    /// <summary>Path of the library as the package has it.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Path of the copy; its folder is created.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>SHA-256 of the source in lower-case hexadecimal digits.</summary>
    [Required]
    public string Checksum { get; set; }

    /// <summary>Offset in the file of the flags of the required version.</summary>
    [Required]
    public int FlagsOffset { get; set; }

    /// <summary>SHA-256 of the copy.</summary>
    [Required]
    public string ChecksumAfter { get; set; }

    /// <summary>Copies and changes the library; false, with an error in the build's log, where it is another one than the checksums name.</summary>
    public override bool Execute()
    {
        byte[] library = File.ReadAllBytes(Source);
        string found = Hash(library);
        if (found != Checksum)
        {
            Log.LogError(
                "{0} has the SHA-256 {1}; the build step that makes it load on older systems knows {2} only. See src/MarketSim.Learning.Torch/Native/NATIVE.md.",
                Source,
                found,
                Checksum);
            return false;
        }

        library[FlagsOffset] |= Weak;
        if (Hash(library) != ChecksumAfter)
        {
            Log.LogError("The copy of {0} is not the one that was tried: its SHA-256 is {1} rather than {2}.", Source, Hash(library), ChecksumAfter);
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        File.WriteAllBytes(Destination, library);
        return true;
    }

    private static string Hash(byte[] bytes)
    {
        using (SHA256 hash = SHA256.Create())
        {
            return BitConverter.ToString(hash.ComputeHash(bytes)).Replace("-", "").ToLowerInvariant();
        }
    }
}

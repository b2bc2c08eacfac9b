using MarketSim.Numerics.Vectors;

namespace MarketSim.Numerics.Functions;

/// <summary>A function of single-precision numbers, written once for vectors of any width.</summary>
internal interface ISingleFunction
{
    static abstract TVector Of<TVector, TLanes>(TVector x)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>;
}

using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace MarketSim.TestKit.Actors;

/// <summary>Takes the place of the JSON serialiser, which is slow to make: in a system of one process nothing is serialised.</summary>
internal sealed class NoSerializer : Serializer
{
    /// <param name="settings">Those of the JSON serialiser, which Akka passes on.</param>
    public NoSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    public override int Identifier => 1;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} has no serialiser.");

    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException($"{type} has no serialiser.");
}

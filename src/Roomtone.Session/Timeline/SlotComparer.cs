using Roomtone.Signal;

namespace Roomtone.Session;

/// <summary>Slots that do the same, whatever they are called and wherever they are written.</summary>
internal sealed class SlotComparer : IEqualityComparer<ProcessSlot>
{
    public static SlotComparer Instance { get; } = new();

    public bool Equals(ProcessSlot? x, ProcessSlot? y) =>
        x is null || y is null
            ? ReferenceEquals(x, y)
            : x.Process == y.Process && x.IsBypassed == y.IsBypassed && x.Values.SequenceEqual(y.Values, PairComparer.Instance);

    public int GetHashCode(ProcessSlot obj) => StringComparer.Ordinal.GetHashCode(obj.Process);

    private sealed class PairComparer : IEqualityComparer<KeyValuePair<string, ParameterValue>>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals(KeyValuePair<string, ParameterValue> x, KeyValuePair<string, ParameterValue> y) =>
            x.Key == y.Key && x.Value.Equals(y.Value);

        public int GetHashCode(KeyValuePair<string, ParameterValue> obj) => StringComparer.Ordinal.GetHashCode(obj.Key);
    }
}

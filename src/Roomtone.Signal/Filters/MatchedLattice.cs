using System.Collections.Concurrent;

namespace Roomtone.Signal;

/// <summary>Refined sections at the points of a fine lattice of parameters, blended in between.</summary>
/// <remarks>
/// <para>A fit costs a fifth of a millisecond and may settle some hundredths of a dB elsewhere for neighbouring parameters. A sweep needs a
/// section every 64 samples and no jumps, so the coefficients run straight between fits at 48 frequencies per octave, 16 values of Q per
/// octave and every ½ dB. The coefficients of stable and of minimum-phase sections are convex sets, so what lies between is both.</para>
/// <para>Thread: free. Fits are remembered; the result depends on the parameters only.</para>
/// </remarks>
internal static class MatchedLattice
{
    private const double FrequenciesPerOctave = 48;
    private const double QualitiesPerOctave = 16;
    private const double StepsPerDb = 2;
    private const double HighestShareOfRate = 0.495;
    private const int MemoryLimit = 65_536;

    // Poles of a bell or shelf of no gain at all, whose zeros lie upon them.
    private const double NoGainDb = 1e-3;

    private static readonly ConcurrentDictionary<Node, BiquadCoefficients> s_nodes = new();

    /// <summary>The section for these parameters.</summary>
    /// <param name="prototype">No cut and no all-pass; its frequency is below half the sample rate.</param>
    /// <param name="sampleRate">Hz.</param>
    public static BiquadCoefficients Section(FilterPrototype prototype, double sampleRate)
    {
        // No point of the lattice lies above.
        if (prototype.FrequencyHz >= HighestShareOfRate * sampleRate)
        {
            return MatchedDesign.Refined(prototype, sampleRate);
        }

        bool hasQ = prototype.Shape is not (FilterShape.FirstOrderLowPass or FilterShape.FirstOrderHighPass);
        (int frequency, double alongFrequency) = Place(FrequenciesPerOctave * StableMath.Log2(prototype.FrequencyHz / (HighestShareOfRate * sampleRate)));
        (int quality, double alongQuality) = hasQ ? Place(QualitiesPerOctave * StableMath.Log2(prototype.Q)) : (0, 0);
        (int gain, double alongGain) = prototype.HasGain ? Place(StepsPerDb * prototype.GainDb) : (0, 0);
        var sum = new BiquadCoefficients(0, 0, 0, 0, 0);
        for (int corner = 0; corner < 8; corner++)
        {
            double share = Share(corner, 1, alongFrequency) * Share(corner, 2, alongQuality) * Share(corner, 4, alongGain);
            if (share != 0)
            {
                var node = new Node(prototype.Shape, sampleRate, frequency + (corner & 1), quality + (corner >> 1 & 1), gain + (corner >> 2));
                sum = Add(sum, At(node), share);
            }
        }

        return sum;
    }

    private static (int Cell, double Along) Place(double coordinate)
    {
        double cell = Math.Floor(coordinate);
        return ((int)cell, coordinate - cell);
    }

    private static double Share(int corner, int axis, double along) => (corner & axis) == 0 ? 1 - along : along;

    private static BiquadCoefficients Add(BiquadCoefficients sum, BiquadCoefficients h, double share) => new(
        sum.B0 + share * h.B0,
        sum.B1 + share * h.B1,
        sum.B2 + share * h.B2,
        sum.A1 + share * h.A1,
        sum.A2 + share * h.A2);

    private static BiquadCoefficients At(Node node)
    {
        if (s_nodes.TryGetValue(node, out BiquadCoefficients known))
        {
            return known;
        }

        BiquadCoefficients h = MatchedDesign.Refined(node.Prototype, node.SampleRate);
        if (node.Prototype.HasGain && node.Gain == 0)
        {
            h = new BiquadCoefficients(1, h.A1, h.A2, h.A1, h.A2);
        }

        if (s_nodes.Count >= MemoryLimit)
        {
            s_nodes.Clear();
        }

        s_nodes[node] = h;
        return h;
    }

    private readonly record struct Node(FilterShape Shape, double SampleRate, int Frequency, int Quality, int Gain)
    {
        public FilterPrototype Prototype => new(
            Shape,
            HighestShareOfRate * SampleRate * StableMath.Exp2(Frequency / FrequenciesPerOctave),
            StableMath.Exp2(Quality / QualitiesPerOctave),
            Gain == 0 ? NoGainDb : Gain / StepsPerDb);
    }
}

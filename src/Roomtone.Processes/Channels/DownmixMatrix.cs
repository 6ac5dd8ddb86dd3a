using Roomtone.Signal;

namespace Roomtone.Processes;

/// <summary>Levels of a downmix, dB; −∞ leaves the channel out.</summary>
/// <remarks>
/// −1.5, −3, −4.5 and −6 dB mean the exact powers of √½ that BS.775 and the metadata of codecs mean (−3 dB = 0.7071); any other level is
/// 10^(dB/20).
/// </remarks>
/// <param name="CentreDb">Centre into left and right.</param>
/// <param name="SurroundDb">Surrounds into left and right.</param>
/// <param name="RearDb">Rear surrounds into side surrounds.</param>
/// <param name="HeightDb">Heights into the nearest bed channel.</param>
/// <param name="LfeDb">LFE into left and right.</param>
public readonly record struct DownmixLevels(double CentreDb, double SurroundDb, double RearDb, double HeightDb, double LfeDb)
{
    /// <summary>The levels of BS.775: centre and surrounds −3 dB, LFE left out; heights −3 dB, rears 0 dB.</summary>
    public DownmixLevels()
        : this(-3, -3, 0, -3, double.NegativeInfinity)
    {
    }

    /// <summary>The factor that a level means.</summary>
    /// <param name="db">dB.</param>
    internal static double Factor(double db) => db switch
    {
        -1.5 => Math.Sqrt(Math.Sqrt(0.5)),
        -3 => Math.Sqrt(0.5),
        -4.5 => Math.Sqrt(0.5) * Math.Sqrt(Math.Sqrt(0.5)),
        -6 => 0.5,
        _ => Decibels.ToGain(db),
    };
}

/// <summary>The weights with which channels of one layout enter those of another.</summary>
/// <remarks>
/// <para>A channel that the target has goes to itself. Others go on in steps: height → nearest bed channel; rear and side surrounds → the
/// surrounds; surrounds and centre → left and right, L' = L + c·C + s·Ls; stereo → mono as ½(L + R).</para>
/// <para>Source: ITU-R BS.775-4, annex 8, for 5.1 and below; the steps above are stated levels.</para>
/// </remarks>
public static class DownmixMatrix
{
    /// <summary>The weights, outputs × inputs.</summary>
    /// <param name="input">Channels that there are.</param>
    /// <param name="output">Channels that there are to be.</param>
    /// <param name="levels">The levels of the steps.</param>
    /// <exception cref="ProcessSettingsException">Channels without a place, to anything but mono.</exception>
    public static double[] Between(ChannelLayout input, ChannelLayout output, DownmixLevels levels)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var weights = new double[output.Count * input.Count];
        bool hasPlaces = input.Speakers.All(s => s.Kind is ChannelKind.Speaker or ChannelKind.Lfe);
        if (!hasPlaces && output.Count != 1)
        {
            throw new ProcessSettingsException($"{input} has channels without a place; map them with channel-map first");
        }

        for (int i = 0; i < input.Count; i++)
        {
            if (!hasPlaces)
            {
                weights[i] = 1.0 / input.Count;
            }
            else
            {
                Fold(input.Speakers[i], 1, new Target(output, input.Count, i, levels, weights), 0);
            }
        }

        return weights;
    }

    private static void Fold(Speaker speaker, double factor, in Target target, int depth)
    {
        int same = target.Output.IndexOf(speaker.Name);
        if (same >= 0 || depth > 4 || factor == 0)
        {
            target.Add(same, factor);
            return;
        }

        bool isLeft = speaker.AzimuthDegrees > 0;
        if (speaker.IsLfe)
        {
            ToFront(factor * DownmixLevels.Factor(target.Levels.LfeDb), target, depth);
        }
        else if (speaker.ElevationDegrees > 0)
        {
            string bed = Math.Abs(speaker.AzimuthDegrees) < 90 ? "L R" : Math.Abs(speaker.AzimuthDegrees) == 90 ? "Lss Rss" : "Lrs Rrs";
            Fold(Named(bed, isLeft), factor * DownmixLevels.Factor(target.Levels.HeightDb), target, depth + 1);
        }
        else if (speaker.Name is "L" or "R" or "M")
        {
            // What is left below stereo is mono; what is above mono takes a mono signal in both sides at −3 dB.
            if (target.Output.Count == 1)
            {
                target.Add(0, speaker.Name == "M" ? factor : factor / 2);
            }
            else
            {
                ToFront(factor * Math.Sqrt(0.5), target, depth);
            }
        }
        else if (speaker.AzimuthDegrees == 0)
        {
            ToFront(factor * DownmixLevels.Factor(target.Levels.CentreDb), target, depth);
        }
        else
        {
            Surround(speaker, isLeft, factor, target, depth);
        }
    }

    private static void Surround(Speaker speaker, bool isLeft, double factor, in Target target, int depth)
    {
        bool isRear = speaker.Name is "Lrs" or "Rrs";
        string sides = isLeft ? "Lss" : "Rss";
        double joined = isRear ? factor * DownmixLevels.Factor(target.Levels.RearDb) : factor;
        if (isRear && target.Output.IndexOf(sides) >= 0)
        {
            target.Add(target.Output.IndexOf(sides), joined);
        }
        else if (speaker.Name is not ("Ls" or "Rs"))
        {
            Fold(Named("Ls Rs", isLeft), joined, target, depth + 1);
        }
        else if (target.Output.IndexOf(sides) >= 0)
        {
            target.Add(target.Output.IndexOf(sides), factor);
        }
        else
        {
            Fold(Named("L R", isLeft), factor * DownmixLevels.Factor(target.Levels.SurroundDb), target, depth + 1);
        }
    }

    private static void ToFront(double factor, in Target target, int depth)
    {
        Fold(Named("L R", true), factor, target, depth + 1);
        Fold(Named("L R", false), factor, target, depth + 1);
    }

    private static Speaker Named(string pair, bool isLeft) =>
        new(pair.Split(' ')[isLeft ? 0 : 1], isLeft ? 30 : -30, 0);

    private readonly record struct Target(ChannelLayout Output, int Inputs, int Input, DownmixLevels Levels, double[] Weights)
    {
        public void Add(int output, double factor)
        {
            if (output >= 0)
            {
                Weights[output * Inputs + Input] += factor;
            }
        }
    }
}

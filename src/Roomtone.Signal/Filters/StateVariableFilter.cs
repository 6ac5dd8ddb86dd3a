namespace Roomtone.Signal;

/// <summary>Any stable second-order section in the form that stays stable and click-free while its coefficients move.</summary>
/// <remarks>
/// Formula: g = √((1 + a1 + a2)/(1 − a1 + a2)), k = 2(1 − a2)/(g(1 − a1 + a2)); low = Σb/(1 + a1 + a2), high = (b0 − b1 + b2)/(1 − a1 + a2),
/// band = 2(b0 − b2)/(g(1 − a1 + a2)).
/// Source: V. Zavalishin, <i>The Art of VA Filter Design</i>, 2012; A. Wishnick, <i>Time-Varying Filters for Musical Applications</i>, DAFx 2014.
/// </remarks>
/// <param name="G">The integrators' gain, tan(π·f/rate) of an uncramped filter.</param>
/// <param name="K">Damping, 1/Q.</param>
/// <param name="Low">Share of the low-pass output.</param>
/// <param name="Band">Share of the band-pass output.</param>
/// <param name="High">Share of the high-pass output.</param>
public readonly record struct StateVariableCoefficients(double G, double K, double Low, double Band, double High)
{
    /// <summary>Passes every sample unchanged.</summary>
    public static StateVariableCoefficients Identity { get; } = Of(BiquadCoefficients.Identity);

    /// <summary>The same filter as a section.</summary>
    /// <param name="section">Stable.</param>
    /// <exception cref="ArgumentException">A pole lies on or outside the unit circle.</exception>
    public static StateVariableCoefficients Of(BiquadCoefficients section)
    {
        if (!section.IsStable)
        {
            throw new ArgumentException("A pole of the section lies on or outside the unit circle; only stable sections can run.", nameof(section));
        }

        double dc = 1 + section.A1 + section.A2;
        double nyquist = 1 - section.A1 + section.A2;
        double g = Math.Sqrt(dc / nyquist);
        return new(
            g,
            2 * (1 - section.A2) / (g * nyquist),
            (section.B0 + section.B1 + section.B2) / dc,
            2 * (section.B0 - section.B2) / (g * nyquist),
            (section.B0 - section.B1 + section.B2) / nyquist);
    }

    /// <summary>The coefficients at a share of the way to others.</summary>
    /// <param name="end">Coefficients at share 1.</param>
    /// <param name="share">0…1.</param>
    public StateVariableCoefficients Towards(in StateVariableCoefficients end, double share) => new(
        G + (end.G - G) * share,
        K + (end.K - K) * share,
        Low + (end.Low - Low) * share,
        Band + (end.Band - Band) * share,
        High + (end.High - High) * share);
}

/// <summary>A trapezoidal state-variable filter on any number of channels, with coefficients fixed or moving per sample.</summary>
/// <remarks>
/// <para>Formula, c = 1/(1 + g(g + k)): v3 = x − s2; v1 = c(s1 + g·v3); v2 = s2 + g·v1; s1 ← 2v1 − s1; s2 ← 2v2 − s2;
/// y = high·(x − k·v1 − v2) + band·v1 + low·v2.</para>
/// <para>Latency: none. Double state. Moving coefficients are straight lines over the 64-sample quantum, so a constant line equals fixed
/// coefficients bit for bit and the caller may cut blocks anywhere within a quantum. Thread: one at a time.</para>
/// </remarks>
public sealed class StateVariableFilter
{
    private readonly double[] _state;

    /// <summary>Prepares a filter without history.</summary>
    /// <param name="channels">1 or more.</param>
    public StateVariableFilter(int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _state = new double[2 * channels];
    }

    /// <summary>Channels.</summary>
    public int Channels => _state.Length / 2;

    /// <summary>Filters in place with fixed coefficients.</summary>
    /// <param name="audio">As many channels as the filter, any length.</param>
    /// <param name="position">Position of the first sample.</param>
    /// <param name="coefficients">The filter.</param>
    public void Process(AudioBlock audio, long position, in StateVariableCoefficients coefficients)
    {
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, audio.Length))
        {
            FlushWhereDue(part);
            for (int c = 0; c < audio.Channels; c++)
            {
                Run(audio[c].Slice(part.Start, part.Length), _state.AsSpan(2 * c, 2), coefficients);
            }
        }
    }

    /// <summary>Filters in place while the coefficients move.</summary>
    /// <param name="audio">As many channels as the filter; must not cross a multiple of 64 in position.</param>
    /// <param name="position">Position of the first sample.</param>
    /// <param name="start">Coefficients at the quantum's start (the multiple of 64 at or before the position).</param>
    /// <param name="end">Coefficients at the next multiple of 64.</param>
    public void Process(AudioBlock audio, long position, in StateVariableCoefficients start, in StateVariableCoefficients end)
    {
        if (start == end)
        {
            Process(audio, position, start);
            return;
        }

        int phase = (int)(position & (RenderGrid.Quantum - 1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(audio.Length, RenderGrid.Quantum - phase, nameof(audio));
        foreach (DenormalGuard.Segment part in DenormalGuard.Split(position, audio.Length))
        {
            FlushWhereDue(part);
            for (int c = 0; c < audio.Channels; c++)
            {
                RunMoving(audio[c], _state.AsSpan(2 * c, 2), start, end, phase);
            }
        }
    }

    /// <summary>Forgets all history.</summary>
    public void Reset() => _state.AsSpan().Clear();

    /// <summary>Writes the history.</summary>
    /// <param name="state">Receives two numbers per channel.</param>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write(_state);
    }

    /// <summary>Takes over a saved history.</summary>
    /// <param name="state">Written by a filter of as many channels.</param>
    public void Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Read(_state);
    }

    private static void Run(Span<float> samples, Span<double> state, in StateVariableCoefficients h)
    {
        double g = h.G, k = h.K, low = h.Low, band = h.Band, high = h.High;
        double c = 1 / (1 + g * (g + k));
        double s1 = state[0], s2 = state[1];
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double v1 = c * (s1 + g * (x - s2));
            double v2 = s2 + g * v1;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            samples[i] = (float)((high * (x - k * v1 - v2) + band * v1) + low * v2);
        }

        state[0] = s1;
        state[1] = s2;
    }

    private static void RunMoving(
        Span<float> samples, Span<double> state, in StateVariableCoefficients start, in StateVariableCoefficients end, int phase)
    {
        double s1 = state[0], s2 = state[1];
        for (int i = 0; i < samples.Length; i++)
        {
            StateVariableCoefficients h = start.Towards(end, (phase + i) * (1.0 / RenderGrid.Quantum));
            double c = 1 / (1 + h.G * (h.G + h.K));
            double x = samples[i];
            double v1 = c * (s1 + h.G * (x - s2));
            double v2 = s2 + h.G * v1;
            s1 = 2 * v1 - s1;
            s2 = 2 * v2 - s2;
            samples[i] = (float)((h.High * (x - h.K * v1 - v2) + h.Band * v1) + h.Low * v2);
        }

        state[0] = s1;
        state[1] = s2;
    }

    private void FlushWhereDue(DenormalGuard.Segment part)
    {
        if (part.IsFlushDue)
        {
            DenormalGuard.Flush(_state);
        }
    }
}

using System.Collections.Immutable;
using Roomtone.Analysis;
using Roomtone.Platform;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>What the plan of an album, a series or a book needs to know of one finished mix.</summary>
/// <param name="Path">The file.</param>
/// <param name="Measures">Loudness, levels, peaks, floor.</param>
/// <param name="Powers">Weighted power of each 100 ms (<see cref="LoudnessHistory.Powers"/>).</param>
/// <param name="BandsDbfs">Level of each third octave from <see cref="LowestBandHz"/> to <see cref="HighestBandHz"/>.</param>
public sealed record TrackMeasures(string Path, ProgrammeMeasures Measures, ImmutableArray<double> Powers, ImmutableArray<double> BandsDbfs)
{
    private const double HopSeconds = 0.1;
    private const double AudibleUnderLoudnessLu = 35;

    /// <summary>Loudness of the speech, LUFS; that of the programme where no speech was found or looked for.</summary>
    public double SpeechLufs => Measures.DialogueLufs is { } speech && double.IsFinite(speech) ? speech : Measures.IntegratedLufs;

    /// <summary>Where the largest sample is, seconds.</summary>
    public double PeakSeconds { get; init; }

    /// <summary>How long the file lasts before it sounds, seconds, to 100 ms; all of it where it is silent.</summary>
    public double HeadSeconds => Silence(Powers);

    /// <summary>How long the file lasts after it has sounded, seconds, to 100 ms; all of it where it is silent.</summary>
    public double TailSeconds => Silence(Powers.Reverse());

    /// <summary>The lowest third octave that tone is compared in, Hz.</summary>
    public const double LowestBandHz = 80;

    /// <summary>The highest, Hz.</summary>
    public const double HighestBandHz = 8100;

    /// <summary>The bands.</summary>
    /// <param name="sampleRate">Hz.</param>
    public static ImmutableArray<OctaveBand> Bands(int sampleRate) =>
        [.. FractionalOctave.Bands(3, sampleRate).Where(b => b.MiddleHz is > LowestBandHz * 0.95 and < HighestBandHz)];

    /// <summary>Measures a mix.</summary>
    /// <param name="path">For the plan's lines.</param>
    /// <param name="file">The mix.</param>
    /// <param name="monoAs">How a mono mix counts.</param>
    /// <param name="hasSpeech">The loudness of the speech is measured too: for a book.</param>
    /// <param name="progress">Told how far it is; null = nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public static TrackMeasures Of(
        string path, IAudioSource file, MonoLoudness monoAs, bool hasSpeech, IWorkProgress? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        var analyser = new RtaMeter(file.SampleRate, file.Layout, 3);
        var heard = new Heard(file, analyser);
        MeasuredProgramme measured = MeasurePass.Measure(heard, monoAs, 0, "measuring", progress, cancellation, new MeasureExtras { HasDialogue = hasSpeech });
        ImmutableArray<double> levels = analyser.LevelsDbfs();
        return new TrackMeasures(
            path,
            file is PreparedProgramme prepared ? prepared.Judged(measured.Measures) : measured.Measures,
            measured.Measurement.History.Powers,
            [.. Bands(file.SampleRate).Select(b => levels[analyser.Bands.IndexOf(b)])])
        {
            PeakSeconds = (double)heard.PeakAt / file.SampleRate,
        };
    }

    private double Silence(IEnumerable<double> powers)
    {
        double audible = LoudnessLevel.ToPower(Measures.IntegratedLufs - AudibleUnderLoudnessLu);
        return HopSeconds * powers.TakeWhile(p => p <= audible).Count();
    }

    // Shows the analyser what the measuring pass reads, so that the file is read once.
    private sealed class Heard(IAudioSource source, RtaMeter analyser) : IAudioSource
    {
        private float _peak;

        public long PeakAt { get; private set; }

        public int SampleRate => source.SampleRate;

        public ChannelLayout Layout => source.Layout;

        public long Length => source.Length;

        public void Read(long position, AudioBlock destination)
        {
            source.Read(position, destination);
            analyser.Add(destination);
            for (int c = 0; c < destination.Channels; c++)
            {
                ReadOnlySpan<float> plane = destination[c];
                if (Kernels.Peak(plane) is var peak && peak > _peak)
                {
                    _peak = peak;
                    PeakAt = position + Math.Max(0, plane.IndexOfAnyExceptInRange(-MathF.BitDecrement(peak), MathF.BitDecrement(peak)));
                }
            }
        }
    }
}

using System.Collections.Immutable;
using Roomtone.Platform;
using Roomtone.Rendering;
using Roomtone.Session;
using Roomtone.Signal;

namespace Roomtone.Delivery;

/// <summary>The mix that deliverables are made of.</summary>
public interface ISessionMix
{
    /// <summary>Rate, layout, length.</summary>
    RenderedProgramme Master { get; }

    /// <summary>Hash of everything that the mix's samples depend on, known without rendering; null where it is not known, and then nothing counts as unchanged.</summary>
    string? ContentKey => null;

    /// <summary>Streams a range of the mix.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="sink">Takes them in order.</param>
    /// <param name="cancellation">Stops it.</param>
    void Render(long start, long length, IAudioSink sink, CancellationToken cancellation);

    /// <summary>The stems that can be rendered beside it.</summary>
    ImmutableArray<RenderStem> Stems => [];

    /// <summary>Processes through which the stems do not add up to the mix.</summary>
    ImmutableArray<string> StemResidue => [];

    /// <summary>Streams a range of the mix and, in step with it, stems.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples.</param>
    /// <param name="sink">Takes the mix in order.</param>
    /// <param name="stems">Take stems, by their ids.</param>
    /// <param name="cancellation">Stops it.</param>
    void Render(long start, long length, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink> stems, CancellationToken cancellation) =>
        throw new NotSupportedException("This mix has no stems.");
}

/// <summary>Makes the deliverables of a session: the mix is rendered once, and every file is made of it while it is being rendered.</summary>
/// <remarks>
/// Order, always: session mix → cuts, head and tail → layout → sample rate → gain → limiter → word length → encode → decode and measure.
/// Files that need no measure beforehand are encoded while the mix is rendered; the others as soon as it is known.
/// </remarks>
public static class SessionDelivery
{
    /// <summary>Makes the deliverables.</summary>
    /// <param name="document">The session.</param>
    /// <param name="renderer">Its renderer, opened with the stems of <see cref="SessionStems.Of"/>.</param>
    /// <param name="media">Writes and reads the files.</param>
    /// <param name="options">What the user decides.</param>
    /// <returns>What became of every file; its exit code is the worst.</returns>
    /// <exception cref="RoomtoneException">A deliverable can't be made as it is written, or media of the session can't be read; nothing was written.</exception>
    public static DeliveryResult Deliver(SessionDocument document, SessionRenderer renderer, IDeliveryMedia media, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        return Deliver(document, new RendererMix(renderer), media, options);
    }

    /// <summary>Makes the deliverables of any mix.</summary>
    /// <param name="document">The session.</param>
    /// <param name="mix">Its mix.</param>
    /// <param name="media">Writes and reads the files.</param>
    /// <param name="options">What the user decides.</param>
    /// <returns>What became of every file; its exit code is the worst.</returns>
    /// <exception cref="RoomtoneException">A deliverable can't be made as it is written, or the mix can't be rendered; nothing was written.</exception>
    public static DeliveryResult Deliver(SessionDocument document, ISessionMix mix, IDeliveryMedia media, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(options);
        List<Finding> findings = [];
        string manifestPath = options.ManifestPath;
        DeliveryManifest earlier = DeliveryManifest.Load(manifestPath, findings);
        ImmutableArray<DeliveryJob> jobs = new JobPlanner(document, options, mix.Master.Length, mix.Master.Layout).Plan(earlier);
        string? mixKey = options.DryRun || jobs.IsEmpty ? null : mix.ContentKey;
        ResultRecords? records = mixKey is null ? null : ResultRecords.Open(ResultRecords.PathOf(manifestPath));
        ImmutableArray<Candidate> candidates = Together([.. jobs.Select(j => Consider(document, mix, mixKey, media, options, j, SetOf(jobs, j), earlier, records))]);
        ImmutableArray<DeliverableResult> results = RunChanged(document, mix, media, options, candidates, findings);
        DeliveryManifest manifest = Manifest(document, options, DeliveryManifest.Load(manifestPath, []), jobs, results);
        bool isWritten = results.Any(r => r.Sha256.Length > 0);
        if (isWritten)
        {
            manifest.Save(manifestPath);
            records?.Save(manifest, [.. candidates.Zip(results).Where(p => !p.Second.IsUnchanged).Select(p => (p.First, p.Second))]);
        }

        return new DeliveryResult
        {
            Title = document.Title,
            Deliverables = results,
            Findings = [.. findings],
            Manifest = manifest,
            ManifestPath = isWritten ? manifestPath : string.Empty,
        };
    }

    /// <summary>Looks whether a file can stay as it is. Any doubt makes it anew.</summary>
    private static Candidate Consider(
        SessionDocument document, ISessionMix mix, string? mixKey, IDeliveryMedia media, DeliveryOptions options, DeliveryJob job, ImmutableArray<DeliveryJob> set,
        DeliveryManifest earlier, ResultRecords? records)
    {
        string path = DeliveryManifest.Relative(options.Folder, job.Path);
        if (mixKey is null || records is null || job.Specification.Channels.IsDiscrete)
        {
            return new Candidate(job, path, null, null, null);
        }

        DeliveryMetadata metadata = MetadataOf(document, options, job, job.Specification.SampleRate);
        string? sidecar = FileSpecification.SidecarPath(job.Path, metadata);
        string? key = DeliverableKey.Of(document, mix.Master, mixKey, media, options, job, set, metadata);
        bool mayStay = key is not null && !options.Force && !options.Anew && earlier.Owns(path) && !Protected(document, options).Any(p => string.Equals(Path.GetFullPath(p), job.Path, StringComparison.OrdinalIgnoreCase));
        return new Candidate(job, path, sidecar, key, mayStay ? records.Find(job, path, sidecar, key!) : null);
    }

    /// <summary>The files that one is levelled with; empty where it stands for itself.</summary>
    private static ImmutableArray<DeliveryJob> SetOf(ImmutableArray<DeliveryJob> jobs, DeliveryJob job) => job.Specification.Deliverable.Set is null
        ? []
        : [.. jobs.Where(j => j.Specification.Deliverable.Id == job.Specification.Deliverable.Id && j.Specification.Layout.Equals(job.Specification.Layout))];

    // Where one file of a set has to be made, all are: their levels come from all of them.
    private static ImmutableArray<Candidate> Together(ImmutableArray<Candidate> candidates)
    {
        HashSet<string> changed = [.. candidates.Where(c => c.Unchanged is null && c.Job.Specification.Deliverable.Set is not null).Select(c => c.Job.Specification.Deliverable.Id)];
        return [.. candidates.Select(c => changed.Contains(c.Job.Specification.Deliverable.Id) ? c with { Unchanged = null } : c)];
    }

    private static ImmutableArray<DeliverableResult> RunChanged(
        SessionDocument document, ISessionMix mix, IDeliveryMedia media, DeliveryOptions options, ImmutableArray<Candidate> candidates, List<Finding> findings)
    {
        ImmutableArray<DeliveryJob> changed = [.. candidates.Where(c => c.Unchanged is null).Select(c => c.Job)];
        Queue<DeliverableResult> made = new(changed.IsEmpty ? [] : Run(document, mix, media, options, changed, findings));
        return [.. candidates.Select(c => c.Unchanged ?? made.Dequeue())];
    }

    private static ImmutableArray<DeliverableResult> Run(
        SessionDocument document, ISessionMix mix, IDeliveryMedia media, DeliveryOptions options, ImmutableArray<DeliveryJob> jobs, List<Finding> findings)
    {
        long start = jobs.Min(j => j.Cuts.Stretches[0].Start);
        long end = jobs.Max(j => j.Cuts.Stretches[^1].End);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        using MixSpools spools = new(options.TemporaryFolder, mix, start, end - start, Wanted(mix, jobs), options.Cancellation);
        DeliverableResult?[] results = new DeliverableResult?[jobs.Length];
        Exception?[] failures = new Exception?[jobs.Length];
        List<BackgroundWork> workers = [];
        try
        {
            int[] single = [.. Enumerable.Range(0, jobs.Length).Where(i => jobs[i].Specification.Deliverable.Set is null)];
            JobQueue queue = new(single.Length, i => results[single[i]] = Make(document, media, options, jobs[single[i]], spools, stop.Token), failures);
            for (int w = 0; w < Math.Min(single.Length, WorkersFor(jobs)); w++)
            {
                workers.Add(WorkPool.StartBackground($"deliver {w + 1}", _ => queue.Work()));
            }

            spools.Fill(stop.Token);
            workers.ForEach(w => w.Join());
            MakeSets(document, media, options, jobs, spools, results, findings, stop.Token);
        }
        finally
        {
            stop.Cancel();
            workers.ForEach(w => w.Join());
            workers.ForEach(w => w.Dispose());
        }

        if (Array.Find(failures, f => f is not null) is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        if (jobs.Any(j => j.Specification.IsStem))
        {
            ImmutableArray<RenderStem> stems = [.. mix.Stems.Where(s => s.Id != SessionStems.Speech && spools.Stems.Contains(s.Id))];
            IAudioSource Reader(string id) => spools.OpenReader(id, options.Cancellation);
            findings.AddRange(StemSum.Tell(document, stems, mix.StemResidue, Reader(Deliverable.Mix), Reader, options.Cancellation));
            findings.AddRange(StemEffects.Tell(document, stems, Reader, options.Cancellation));
        }

        return [.. results.Select(r => r!)];
    }

    // When the whole mix is there: a set is planned from all of its files.
    private static void MakeSets(
        SessionDocument document, IDeliveryMedia media, DeliveryOptions options, ImmutableArray<DeliveryJob> jobs, MixSpools spools, DeliverableResult?[] results, List<Finding> findings,
        CancellationToken cancellation)
    {
        for (int i = 0; i < jobs.Length; i++)
        {
            if (results[i] is not null || jobs[i].Specification.Deliverable.Set is null)
            {
                continue;
            }

            ImmutableArray<DeliveryJob> set = SetOf(jobs, jobs[i]);
            SetDelivery delivery = new(
                set, j => Measure(document, options, j, spools, cancellation), (j, isDryRun) => Make(document, media, options with { DryRun = isDryRun }, j, spools, cancellation), cancellation);
            ImmutableArray<DeliverableResult> made = delivery.Make(options.DryRun, findings);
            for (int k = 0; k < set.Length; k++)
            {
                results[jobs.IndexOf(set[k])] = made[k];
            }
        }
    }

    private static TrackMeasures Measure(SessionDocument document, DeliveryOptions options, DeliveryJob job, MixSpools spools, CancellationToken cancellation)
    {
        using PreparedProgramme programme = new(spools.OpenReader(Deliverable.Mix, cancellation), job.Specification, job.Cuts, document.Seed, cancellation);
        bool isBook = SetDelivery.ModeOf(job.Specification.Deliverable) == MasteringMode.Book;
        return TrackMeasures.Of(job.ShownPath, programme, job.Specification.MonoAs, isBook, options.Progress, cancellation);
    }

    private static IEnumerable<string> Wanted(ISessionMix mix, ImmutableArray<DeliveryJob> jobs)
    {
        bool isSpoken = jobs.Any(j => j.Specification.Loudness.Anchor == LoudnessAnchor.Dialogue) && mix.Stems.Any(s => s.Id == SessionStems.Speech);
        IEnumerable<string> stems = jobs.Select(j => j.Specification.Stem);
        return isSpoken ? stems.Append(SessionStems.Speech) : stems;
    }

    /// <summary>Encoders work in processes of their own, so there may be one more file in the making than there are cores.</summary>
    private static int WorkersFor(ImmutableArray<DeliveryJob> jobs) =>
        WorkPool.Shared.Workers + (jobs.Any(j => FormatText.NeedsEncoder(j.Specification.Format.Container)) ? 1 : 0);

    private static DeliverableResult Make(
        SessionDocument document, IDeliveryMedia media, DeliveryOptions options, DeliveryJob job, MixSpools spools, CancellationToken cancellation)
    {
        PreparedProgramme prepared;
        PreparedProgramme? mix = null;
        try
        {
            prepared = new PreparedProgramme(spools.OpenReader(job.Specification.Stem, cancellation), job.Specification, job.Cuts, document.Seed, cancellation);
            mix = job.Specification.IsStem
                ? new PreparedProgramme(spools.OpenReader(Deliverable.Mix, cancellation), job.Specification, job.Cuts, document.Seed, cancellation)
                : null;
        }
        catch (RoomtoneException e) when (e.ExitCode == ExitCode.CheckFailed)
        {
            return DeliverableRun.Refused(job, e);
        }

        using PreparedProgramme programme = prepared;
        using PreparedProgramme? whole = mix;
        using PreparedProgramme? dialogue = job.Specification.Loudness.Anchor == LoudnessAnchor.Dialogue && spools.Stems.Contains(SessionStems.Speech)
            ? new PreparedProgramme(spools.OpenReader(SessionStems.Speech, cancellation), job.Specification, job.Cuts, document.Seed, cancellation)
            : null;
        ReelEnds? ends;
        try
        {
            ends = job.Cuts.Reel is { } reel ? ReelEnds.Open(reel, document.SampleRate, job.Specification, options.Folder, media, cancellation) : null;
        }
        catch (RoomtoneException e)
        {
            return DeliverableRun.Refused(job, e);
        }

        using ReelEnds? owned = ends;
        return DeliverableRun.Run(
            new DeliverableOrder
            {
                Ends = ends,
                Picture = PictureOf(document, job),
                Id = job.Specification.Deliverable.Id,
                Specification = job.Specification,
                Programme = programme,
                Whole = whole,
                Dialogue = dialogue,
                Path = job.Path,
                ShownPath = job.ShownPath,
                Metadata = MetadataOf(document, options, job, programme.SampleRate),
                Output = new OutputOptions
                {
                    Replace = job.MayReplace,
                    IsOwn = path => DeliveryManifest.Load(options.ManifestPath, []).Owns(DeliveryManifest.Relative(options.Folder, path)),
                    Naming = path => new OutputClaims(options.ManifestPath).Add(DeliveryManifest.Relative(options.Folder, path)),
                    Protected = Protected(document, options),
                },
                Seed = document.Seed,
                DryRun = options.DryRun,
                Progress = options.Progress,
                Cancellation = cancellation,
            },
            media);
    }

    // Where parts of a reel are cut out, what follows them is on other frames.
    private static PictureSync? PictureOf(SessionDocument document, DeliveryJob job) =>
        job.Cuts is { Reel: { } reel, Stretches.Length: 1, Head: 0 } && job.Specification.Deliverable.Tail is null ? PictureSync.Of(reel, document) : null;

    private static DeliveryMetadata MetadataOf(SessionDocument document, DeliveryOptions options, DeliveryJob job, int sampleRate)
    {
        Deliverable deliverable = job.Specification.Deliverable;
        ImmutableArray<Tag> tags = [.. document.Tags.Where(t => deliverable.Tags.All(d => d.Key != t.Key)), .. deliverable.Tags];
        string? cover = deliverable.Cover ?? document.Cover;
        long leader = ReelEnds.Lengths(job.Cuts.Reel, document.SampleRate, sampleRate).Head;
        return new DeliveryMetadata
        {
            Tags = tags,
            Chapters = [.. job.Cuts.Map(document.Chapters).Select(c => c with { Position = leader + FileTime.Rescale(c.Position, sampleRate, document.SampleRate) })],
            ChapterForms = deliverable.ChapterForms,
            Cover = cover is null ? null : Path.Combine(options.Folder, cover),
            Title = document.Title,
            Date = options.Date ?? document.Date,
            TimeReference = TimeReference(document, job.Cuts, sampleRate),
        };
    }

    /// <summary>Samples since midnight of the file's first sample, from the session's timecode.</summary>
    private static long? TimeReference(SessionDocument document, CutList cuts, int sampleRate)
    {
        if (document.Timecode is not { } timecode)
        {
            return null;
        }

        Int128 samples = (Int128)timecode.StartFrame * document.SampleRate * timecode.RateDenominator;
        long origin = (long)((samples + timecode.RateNumerator - 1) / timecode.RateNumerator);
        long leader = cuts.Reel is { } reel ? reel.Start - reel.FileStart : 0;
        long first = origin + cuts.Stretches[0].Start - cuts.Head - leader;
        // A leader before midnight has the labels of the evening before.
        first += first < 0 && leader > 0 ? PictureSync.DayLength(timecode, document.SampleRate) : 0;
        return Math.Max(0, FileTime.Rescale(first, sampleRate, document.SampleRate));
    }

    private static ImmutableArray<string> Protected(SessionDocument document, DeliveryOptions options) =>
        [Path.Combine(options.Folder, options.SessionFile), .. document.Media.Select(m => Path.Combine(options.Folder, m.Path)), .. options.Protected];

    private static DeliveryManifest Manifest(
        SessionDocument document, DeliveryOptions options, DeliveryManifest present, ImmutableArray<DeliveryJob> jobs, ImmutableArray<DeliverableResult> results)
    {
        DeliveryManifest manifest = present with
        {
            Tool = options.Tool,
            Session = Path.GetFileName(options.SessionFile),
            SessionSha256 = options.SessionSha256,
            Sources = [.. document.Media.Select(m => new ManifestSource(m.Id, m.Path, m.AudioSha256 ?? string.Empty))],
        };
        return manifest.With([.. results.Zip(jobs).Where(p => p.First.Sha256.Length > 0).SelectMany(p => ManifestFiles(options, p.Second, p.First))]);
    }

    private static IEnumerable<ManifestFile> ManifestFiles(DeliveryOptions options, DeliveryJob job, DeliverableResult result)
    {
        IEnumerable<(string Path, string Sha256)> files = result.ChannelFiles.IsEmpty
            ? [(job.Path, result.Sha256)]
            : result.ChannelFiles.Select(f => (f.Path, f.Sha256));
        return files.Select(f => new ManifestFile(
            DeliveryManifest.Relative(options.Folder, f.Path), f.Sha256, result.Id, FormatText.Write(result.Format), result.Encoder));
    }

    private sealed class RendererMix(SessionRenderer renderer) : ISessionMix
    {
        public ImmutableArray<RenderStem> Stems => renderer.Stems;

        public ImmutableArray<string> StemResidue => renderer.StemResidue;

        public RenderedProgramme Master => renderer.Master;

        public string? ContentKey => renderer.ContentKey;

        public void Render(long start, long length, IAudioSink sink, CancellationToken cancellation) => renderer.Render(start, length, sink, cancellation);

        public void Render(long start, long length, IAudioSink sink, IReadOnlyDictionary<string, IAudioSink> stems, CancellationToken cancellation) =>
            renderer.Render(start, length, sink, stems, cancellation);
    }

    /// <summary>Hands out jobs in their order; what a job throws is kept in its place.</summary>
    private sealed class JobQueue(int count, Action<int> job, Exception?[] failures)
    {
        private int _next = -1;

        public void Work()
        {
            for (int i = Interlocked.Increment(ref _next); i < count; i = Interlocked.Increment(ref _next))
            {
#pragma warning disable CA1031 // Whatever a job throws is thrown again by the one who waits for all.
                try
                {
                    job(i);
                }
                catch (Exception e)
                {
                    failures[i] = e;
                }
#pragma warning restore CA1031
            }
        }
    }
}

namespace SpikeSharp.Training;

/// <summary>Sees a training run as it goes: a live display, plain lines, a test.</summary>
public interface ITrainingReporter
{
    /// <summary>The data are read and the network stands.</summary>
    void Started(TrainingSetup setup);

    /// <summary>A batch is done.</summary>
    void BatchDone(BatchProgress progress);

    /// <summary>An epoch is trained, validated and saved.</summary>
    void EpochDone(EpochResult result);

    /// <summary>Something worth knowing happened.</summary>
    void Note(string message);
}

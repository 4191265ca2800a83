// The threads and the live-tensor count of libtorch belong to the process: tests of this assembly run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

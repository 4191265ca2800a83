// libtorch's threads and random numbers belong to the process: tests of this assembly run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

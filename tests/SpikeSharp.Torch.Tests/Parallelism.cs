// The seed, the thread count and the number of live handles belong to the process: tests that look at them cannot run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

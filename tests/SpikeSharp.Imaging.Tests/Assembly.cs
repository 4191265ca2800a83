// The count of native handles is one for the process, and the leak tests compare it before and after.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

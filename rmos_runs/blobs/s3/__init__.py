"""The storage of blobs in a bucket."""

begin = 1
# --8<-- [start:middle]
middle = 2  # :3
# --8<-- [end:middle]
end = 3
